using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Exact distances between rewards of a finite process: STARC, which bounds regret from both sides, and its forerunners EPIC and DARD.</summary>
/// <remarks>
/// Tables are R(s, a, s′) over the process's entries (<see cref="TabularMdp.Tabulate"/>). The overloads on <see cref="IReward{TBatch}"/> score them in single
/// precision; those of EPIC and DARD also score transitions that never happen, as these distances ask.
/// </remarks>
public static class RewardDistance
{
    /// <summary>‖c(R₁)/‖c(R₁)‖ − c(R₂)/‖c(R₂)‖‖, from 0 (the same order of policies) to 2 (the opposite).</summary>
    /// <remarks>A policy-irrelevant reward is at 0 from another such, at 1 from the rest.</remarks>
    /// <exception cref="ArgumentException">γ = 1 and the fixed policy does not surely terminate, or shapes do not fit.</exception>
    public static Comparison Starc(TabularMdp mdp, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double gamma, StarcOptions? options = null) =>
        Starc(new Canonicaliser(mdp, gamma, options), first, second);

    /// <inheritdoc cref="Starc(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double, StarcOptions?)"/>
    public static Comparison Starc(TabularMdp mdp, IReward<Transitions> first, IReward<Transitions> second, double gamma, StarcOptions? options = null) =>
        Starc(mdp, mdp.Tabulate(first), mdp.Tabulate(second), gamma, (options ?? new()).ForFloats);

    /// <summary>As <see cref="Starc(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double, StarcOptions?)"/>, with what depends on the process prepared.</summary>
    public static Comparison Starc(Canonicaliser canonicaliser, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var (a, b) = (canonicaliser.Standard(first, out var firstTrivial), canonicaliser.Standard(second, out var secondTrivial));
        return new(Measure(canonicaliser.Options), Between(canonicaliser, a, b), 2, Weighting(canonicaliser), firstTrivial, secondTrivial,
            [.. Comparison.Irrelevant(firstTrivial, secondTrivial), .. Reach.Note(canonicaliser.Mdp, canonicaliser.Options.Coverage)]);
    }

    /// <summary>EPIC: √((1 − ρ)/2) of rewards made canonical with independent uniform S, A, S′.</summary>
    /// <exception cref="ArgumentException">The table lacks triples that EPIC needs: pass the reward itself.</exception>
    public static Comparison Epic(TabularMdp mdp, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double gamma, Coverage? coverage = null) =>
        Pearson("EPIC", mdp, AllTriples.Of(mdp, first), AllTriples.Of(mdp, second), table => Pearsonised.Epic(mdp, table, gamma), coverage);

    /// <inheritdoc cref="Epic(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double, Coverage?)"/>
    public static Comparison Epic(TabularMdp mdp, IReward<Transitions> first, IReward<Transitions> second, double gamma, Coverage? coverage = null) =>
        Pearson("EPIC", mdp, AllTriples.Of(mdp, first), AllTriples.Of(mdp, second), table => Pearsonised.Epic(mdp, table, gamma), coverage, StarcOptions.FloatTolerance);

    /// <summary>DARD: √((1 − ρ)/2) of rewards made canonical with S′ and S″ drawn by the dynamics from s and s′ under uniform actions.</summary>
    /// <exception cref="ArgumentException">The table lacks triples that DARD needs: pass the reward itself.</exception>
    public static Comparison Dard(TabularMdp mdp, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double gamma, Coverage? coverage = null) =>
        Pearson("DARD", mdp, AllTriples.Of(mdp, first), AllTriples.Of(mdp, second), table => Pearsonised.Dard(mdp, table, gamma), coverage);

    /// <inheritdoc cref="Dard(TabularMdp, ReadOnlySpan{double}, ReadOnlySpan{double}, double, Coverage?)"/>
    public static Comparison Dard(TabularMdp mdp, IReward<Transitions> first, IReward<Transitions> second, double gamma, Coverage? coverage = null) =>
        Pearson("DARD", mdp, AllTriples.Of(mdp, first), AllTriples.Of(mdp, second), table => Pearsonised.Dard(mdp, table, gamma), coverage, StarcOptions.FloatTolerance);

    internal static string Measure(StarcOptions options) => $"STARC {options.Canon} {options.Norm}";

    internal static string Weighting(Canonicaliser canonicaliser) => (canonicaliser.Options.Coverage ?? Coverage.Everywhere).Name;

    /// <summary>The norm of the difference of two standardised tables.</summary>
    internal static double Between(Canonicaliser canonicaliser, double[] a, double[] b)
    {
        var difference = new double[a.Length];
        for (var i = 0; i < a.Length; i++) difference[i] = a[i] - b[i];
        return Norms.Of(canonicaliser.Options.Norm, difference, canonicaliser.Weights);
    }

    private static Comparison Pearson(
        string measure, TabularMdp mdp, double[] first, double[] second, Func<double[], double[]> canon, Coverage? coverage, double tolerance = 1e-12)
    {
        var weights = (coverage ?? Coverage.Everywhere).Triples(mdp);
        var a = Norms.Standardise(canon(first), weights, tolerance * Norms.Largest(first));
        var b = Norms.Standardise(canon(second), weights, tolerance * Norms.Largest(second));
        var (firstTrivial, secondTrivial) = (a.All(x => x == 0), b.All(x => x == 0));
        var correlation = firstTrivial && secondTrivial ? 1 : Norms.Dot(a, b, weights);
        return new(measure, Math.Sqrt(Math.Max(0, (1 - correlation) / 2)), 1, (coverage ?? Coverage.Everywhere).Name, firstTrivial, secondTrivial,
            [.. Comparison.Irrelevant(firstTrivial, secondTrivial), .. Reach.Note(mdp, coverage)]);
    }
}
