using Goodhart.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Puts the items of examples through a scorer.</summary>
internal sealed class Forwarding<TExample, TItem>(IScorer<TItem> scorer, IObjective<TExample, TItem> objective)
{
    public Outputs Of(IReadOnlyList<TExample> examples, Generator? dropout, bool features)
    {
        var items = new List<TItem>();
        foreach (var example in examples) objective.Items(example, items);
        var rows = new int[items.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = scorer.Rows(items[i]);
        if (!features && !objective.ReadsFeatures) return new(scorer.Forward(items, dropout), rows);
        if (scorer is not IFeatureScorer<TItem> showing) throw new ArgumentException($"The loss reads features, which {scorer.GetType().Name} does not show: it is no IFeatureScorer.");
        var (outputs, read) = showing.ForwardWithFeatures(items, dropout);
        return new(outputs, rows, read);
    }

    public Look Look(IReadOnlyList<TExample> examples, int batch)
    {
        using var nothing = no_grad();
        var (tally, count, losses) = (new Tally(), 0.0, 0.0);
        foreach (var part in examples.Chunk(batch))
        {
            using var scope = NewDisposeScope();
            var outputs = Of(part, null, features: false);
            losses += objective.Losses(part, outputs).sum().ToDouble();
            count += part.Sum(objective.Count);
            tally.Add(outputs.Rows, objective.Leads(part, outputs));
        }

        tally.AddLoss(losses / Math.Max(count, 1e-30));
        return tally.Look;
    }
}
