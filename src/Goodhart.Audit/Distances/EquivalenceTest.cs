using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Tests whether two rewards of a process are the same up to what changes no policy's rank.</summary>
public static class EquivalenceTest
{
    /// <summary>Finds scale and potential by least squares and tells what remains.</summary>
    /// <param name="mdp">The process.</param>
    /// <param name="first">R₁ over the entries.</param>
    /// <param name="second">R₂ over the entries.</param>
    /// <param name="gamma">Discount in [0, 1].</param>
    /// <param name="tolerance">Relative residual up to which the rewards count as equivalent.</param>
    /// <param name="coverage">Weights of the least squares; null counts every pair alike.</param>
    public static Equivalence Between(
        TabularMdp mdp, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double gamma, double tolerance = 1e-8, Coverage? coverage = null)
    {
        var weights = (coverage ?? Coverage.Everywhere).Pairs(mdp);
        var fit = new PotentialFit(mdp, Ensure.InRange(gamma, 0, 1), weights);
        var (firstPotential, a) = fit.Of(mdp.Expect(first));
        var (secondPotential, b) = fit.Of(mdp.Expect(second));
        double unit = Math.Sqrt(weights.Sum()), firstSize = Norms.Of(Norm.L2, a, weights), secondSize = Norms.Of(Norm.L2, b, weights);
        var firstTrivial = firstSize <= tolerance * unit * Norms.Largest(first);
        var secondTrivial = secondSize <= tolerance * unit * Norms.Largest(second);

        var scale = firstTrivial || secondTrivial ? 0 : Norms.Dot(a, b, weights) / (firstSize * firstSize);
        for (var i = 0; i < b.Length; i++) b[i] -= scale * a[i];
        var residual = Norms.Of(Norm.L2, b, weights) / (secondTrivial ? 1 : secondSize);
        double[] potential = [.. firstPotential.Zip(secondPotential, (one, two) => scale * one - two)];
        var holds = firstTrivial && secondTrivial || (scale > 0 && residual <= tolerance);
        var moved = Moved(mdp, first, second, scale, potential, gamma);
        return new(holds, scale, potential, residual, moved, Verdict(firstTrivial, secondTrivial, scale, residual, tolerance));
    }

    /// <inheritdoc cref="Between(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double, double, Coverage?)"/>
    public static Equivalence Between(
        TabularMdp mdp, IReward<Transitions> first, IReward<Transitions> second, double gamma, double tolerance = 1e-5, Coverage? coverage = null) =>
        Between(mdp, mdp.Tabulate(first), mdp.Tabulate(second), gamma, tolerance, coverage);

    private static double Moved(TabularMdp mdp, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double scale, double[] potential, double gamma)
    {
        var scaled = first.ToArray();
        for (var k = 0; k < scaled.Length; k++) scaled[k] *= scale;
        var shaped = Shaping.Add(mdp, scaled, potential, gamma);
        for (var k = 0; k < shaped.Length; k++) shaped[k] -= second[k];
        return Norms.Largest(shaped);
    }

    private static string Verdict(bool firstTrivial, bool secondTrivial, double scale, double residual, double tolerance) => (firstTrivial, secondTrivial) switch
    {
        (true, true) => "Both rewards are policy-irrelevant: every policy is optimal for each.",
        (true, false) => "The first reward is policy-irrelevant, the second is not.",
        (false, true) => "The second reward is policy-irrelevant, the first is not.",
        _ when residual > tolerance => $"Not equivalent: the best scale {scale:G4} and potential leave {residual:P2} of the second reward unexplained.",
        _ when scale < 0 => $"Opposite: the second reward is the first one times {scale:G4}, shaped.",
        _ => $"Equivalent: the second reward is the first one times {scale:G4}, shaped and redistributed over next states.",
    };
}
