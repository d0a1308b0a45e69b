using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Goes further the way that training went: θ = θ₂ + a·(θ₂ − θ₁) (ExPO, 2024), for any two states of one network.</summary>
public static class WeightExtrapolation
{
    /// <summary>Moves the parameters, which are θ₂; a = 0 leaves every bit.</summary>
    /// <param name="parameters">θ₂, changed in place.</param>
    /// <param name="start">θ₁, as <see cref="ParameterVector.Flat"/> was before the stage. // (Count)</param>
    /// <param name="a">0.1 to 2 is searched in the paper; best about 1.5 for a reward model.</param>
    public static void Apply(ParameterVector parameters, Tensor start, double a)
    {
        Ensure.SameLength((int)start.numel(), parameters.Count);
        if (!double.IsFinite(a)) throw new ArgumentException($"a must be finite, was {a}.", nameof(a));
        if (a == 0) return;
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        parameters.Flat.add_((parameters.Flat - start).mul_(a));
    }

    /// <summary>Tries every a on held-out data and keeps the best, the earlier where they are alike.</summary>
    /// <param name="parameters">θ₂, changed in place.</param>
    /// <param name="start">θ₁. // (Count)</param>
    /// <param name="candidates">Begin with 0, and the result is never worse on this data than θ₂.</param>
    /// <param name="quality">Of the network as it stands: the more the better, such as held-out accuracy.</param>
    /// <returns>The a that was kept.</returns>
    public static double Search(ParameterVector parameters, Tensor start, IReadOnlyList<double> candidates, Func<double> quality)
    {
        if (candidates.Count == 0) throw new ArgumentException("There is no factor to try.", nameof(candidates));
        using var end = parameters.Flat.clone();
        var (best, kept) = (double.NegativeInfinity, candidates[0]);
        foreach (var a in candidates)
        {
            Restore(parameters, end);
            Apply(parameters, start, a);
            if (quality() is var now && now > best) (best, kept) = (now, a);
        }

        Restore(parameters, end);
        Apply(parameters, start, kept);
        return kept;
    }

    private static void Restore(ParameterVector parameters, Tensor from)
    {
        using var nothing = no_grad();
        parameters.Flat.copy_(from);
    }
}
