using Goodhart.Models;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>A table of action probabilities as a policy whose distribution can be asked for.</summary>
public sealed class TabularDistribution(TabularPolicy policy) : IDistributionPolicy
{
    public void Act(Situations now, Generator rng, Span<float> actions) => policy.Act(now, rng, actions);

    /// <exception cref="ArgumentException">The situations carry no state numbers.</exception>
    public ActionDistribution Distribution(Situations now)
    {
        if (now.States.Length != now.Count)
            throw new ArgumentException($"A tabular policy needs {now.Count} state numbers, got {now.States.Length}: use a world whose schema enumerates states.", nameof(now));
        var logits = empty(now.Count, policy.Actions);
        var floats = logits.Floats();
        for (var n = 0; n < now.Count; n++)
        {
            var row = policy.At(now.States[n]);
            for (var a = 0; a < row.Length; a++) floats[n * row.Length + a] = (float)Math.Log(row[a]);
        }

        return new CategoricalActions(logits);
    }
}
