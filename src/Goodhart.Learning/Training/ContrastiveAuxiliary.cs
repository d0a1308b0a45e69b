using Goodhart.Models;

namespace Goodhart.Learning;

/// <summary>Contrastive losses as auxiliaries of a reward's training on pairs.</summary>
public static class ContrastiveAuxiliary
{
    /// <summary>SimCSE between the pass that is trained on and a second one with other dropout; the scorer must have some.</summary>
    /// <param name="scorer">The one that is trained.</param>
    /// <param name="weight">β; 1 in the paper.</param>
    /// <param name="differences">On the difference of a pair's features instead of on each.</param>
    /// <param name="temperature">t.</param>
    public static Auxiliary<Pair<T>> SimCse<T>(IFeatureScorer<T> scorer, double weight = 1, bool differences = false, double temperature = .05) =>
        new("simcse", weight, (pairs, outputs, rng) =>
        {
            var (one, two) = (outputs.Features!, scorer.ForwardWithFeatures([.. pairs.SelectMany(p => (T[])[p.First, p.Second])], rng).Features);
            return differences ? Contrast.SimCse(Contrast.Differences(one), Contrast.Differences(two), temperature)
                : Contrast.SimCse(one, two, temperature).view(-1, 2).mean([1]);
        }, ReadsFeatures: true);
}
