using Goodhart.Audit.Distances;
using Goodhart.Statistics;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>
/// STARC — A General Framework For Quantifying Differences Between Reward Functions (2024).
/// Claim: distances between standardised rewards bound regret from both sides, and predict it where EPIC and DARD are fooled by reward that only moves
/// between next states.
/// </summary>
/// <remarks>
/// Processes of 32 states are solved exactly: distance and regret carry no sampling error, only the choice of processes does. Values are per block of processes.
/// </remarks>
public sealed class Starc : IPaper
{
    private const double Gamma = 0.95;
    private static readonly string[] plotted = ["VAL", "EPIC", "DARD"];

    public static string Slug => "starc";

    public static string Title => "STARC: A General Framework For Quantifying Differences Between Reward Functions (ICLR 2024)";

    public static string Claim => "STARC distances bound regret from both sides and correlate with it far better than EPIC and DARD.";

    public void Run(PaperRun run)
    {
        var (blocks, processes) = (4 * run.Seeds, run.Fast ? 10 : 25);   // many small blocks, so that the interval over them is narrow and honest

        IEnumerable<StarcPair> Pairs(ulong seed, double redistribution) => StarcPair.Draw(new(seed), processes, redistribution, Gamma);

        // The study: six rewards per process between the first one and noise, scaled and shaped, half of them redistributed over next states.
        run.Doing($"{blocks} × {processes} processes, six reward pairs each");
        var study = run.OverSeeds(seed => Measure(Pairs(seed, 3)), blocks);
        double[] val = Of(study, "VAL"), epic = Of(study, "EPIC"), dard = Of(study, "DARD");
        run.AtLeast("correlation of STARC VAL with regret", val, 0.85);
        run.AtLeast("correlation of STARC Minimal with regret", Of(study, "Minimal"), 0.85);
        run.AtLeast("VAL's lead over the better of EPIC and DARD", [.. val.Select((v, i) => v - Math.Max(epic[i], dard[i]))], 0.15);
        foreach (var name in study[0].Distances.Keys) run.Note($"{name}: correlation with regret {StudentT.Mean(Of(study, name))}");
        run.Plot(new("Regret by distance", "distance (share of its largest)", "normalised regret", [.. plotted.Select(name => Deciles(study, name))]));

        // Equivalent rewards: STARC sees none apart, the others all. Nothing is lost between them, so EPIC and DARD cannot bound regret from below.
        run.Doing("equivalent and opposite rewards");
        var same = run.OverSeeds(seed => Equivalents(Pairs(seed, 3)), blocks);
        run.AtMost("worst loss between equivalent rewards", [.. same.Select(s => s.Loss)], 1e-9);
        run.AtMost("largest VAL distance of equivalent rewards", [.. same.Select(s => s.Val)], 1e-9);
        run.AtMost("largest Minimal distance of equivalent rewards", [.. same.Select(s => s.Minimal)], 1e-9);
        run.AtLeast("least EPIC distance of equivalent rewards", [.. same.Select(s => s.Epic)], 0.05);
        run.AtLeast("least DARD distance of equivalent rewards", [.. same.Select(s => s.Dard)], 0.05);

        // Both bounds, on random policies and on the worst ones there are.
        run.Doing("regret bounds on random and on the worst policy pairs");
        var bounds = run.OverSeeds(seed => StarcBounds.Check(new(Generator.Derive(seed, 1)), Pairs(seed, 3), Gamma, policies: run.Fast ? 36 : 16), blocks);
        run.AtLeast("random policy pairs checked", bounds.Sum(b => b.PolicyPairs), 1e4);
        run.AtMost("random pairs that lose more than the derived U allows", bounds.Sum(b => b.AboveDerived), 0);
        run.AtMost("random pairs that lose more than U fitted on other rewards allows", bounds.Sum(b => b.AboveFitted), 0);
        run.AtMost("U: worst loss over distance, largest", [.. bounds.Select(b => b.Upper)], 2);
        run.AtLeast("L: worst loss over distance, least", [.. bounds.Select(b => b.Lower)], 0.3);

        // Negative controls: without redistribution EPIC has nothing to be fooled by; the opposite reward is as far away as can be.
        run.Doing("controls");
        var plain = run.OverSeeds(seed => Measure(Pairs(seed, 0), name => name is "VAL" or "EPIC"), blocks);
        run.Control("VAL's lead over EPIC without redistribution", [.. Of(plain, "VAL").Zip(Of(plain, "EPIC"), (v, e) => v - e)], lead => lead <= 0.1, "≤ 0.1");
        run.Control("distance to the opposite reward", [.. same.Select(s => s.Opposite)], d => Math.Abs(d - 2) < 1e-9, "= 2, the maximum");
    }

    /// <summary>Correlation over a block's pairs of a distance with the normalised regret of optimising the second reward.</summary>
    private static double[] Of(Block[] study, string measure) => [.. study.Select(block => Correlation.Pearson([.. block.Distances[measure]], [.. block.Regrets]))];

    private static Block Measure(IEnumerable<StarcPair> pairs, Func<string, bool>? wanted = null)
    {
        var block = new Block([], []);
        foreach (var process in pairs.Chunk(StarcPair.PerProcess))
        {
            var mdp = process[0].Mdp;
            block.Regrets.AddRange(process.Select(pair => Regret.Of(mdp, pair.First, pair.Second, Gamma).Normalised));
            foreach (var (name, distance) in Distances(mdp).Where(d => wanted?.Invoke(d.Name) ?? true))
            {
                if (!block.Distances.TryGetValue(name, out var list)) block.Distances[name] = list = [];
                list.AddRange(process.Select(pair => distance(pair.First, pair.Second)));
            }
        }

        return block;
    }

    private static IEnumerable<(string Name, Func<double[], double[], double> Distance)> Distances(TabularMdp mdp)
    {
        Canonicaliser val = new(mdp, Gamma), minimal = new(mdp, Gamma, new(Canon.Minimal)), potential = new(mdp, Gamma, new(Canon.ValPotential));
        var raw = new Canonicaliser(mdp, Gamma, new(Canon.None));
        yield return ("VAL", (a, b) => RewardDistance.Starc(val, a, b).Unit);
        yield return ("Minimal", (a, b) => RewardDistance.Starc(minimal, a, b).Unit);
        yield return ("VALPotential", (a, b) => RewardDistance.Starc(potential, a, b).Unit);
        yield return ("EPIC", (a, b) => RewardDistance.Epic(mdp, a, b, Gamma).Unit);
        yield return ("DARD", (a, b) => RewardDistance.Dard(mdp, a, b, Gamma).Unit);
        yield return ("DARD weighted by T", (a, b) => RewardDistance.Dard(mdp, a, b, Gamma, Coverage.ByTransition).Unit);
        yield return ("L2 after scaling", (a, b) => RewardDistance.Starc(raw, a, b).Unit);
    }

    private static (double Val, double Minimal, double Epic, double Dard, double Opposite, double Loss) Equivalents(IEnumerable<StarcPair> pairs)
    {
        var (val, minimal, epic, dard, opposite, loss) = (0.0, 0.0, 1.0, 1.0, 2.0, 0.0);
        foreach (var (mdp, first, same) in pairs.Where((_, i) => i % StarcPair.PerProcess == 0).Select(p => (p.Mdp, p.First, p.Equivalent)))
        {
            val = Math.Max(val, RewardDistance.Starc(mdp, first, same, Gamma).Distance);
            minimal = Math.Max(minimal, RewardDistance.Starc(mdp, first, same, Gamma, new(Canon.Minimal)).Distance);
            epic = Math.Min(epic, RewardDistance.Epic(mdp, first, same, Gamma).Distance);
            dard = Math.Min(dard, RewardDistance.Dard(mdp, first, same, Gamma).Distance);
            opposite = Math.Min(opposite, RewardDistance.Starc(mdp, first, [.. same.Select(r => -r)], Gamma).Distance);
            loss = Math.Max(loss, Misranking.Worst(mdp, first, same, Gamma, directions: 8).Loss);
        }

        return (val, minimal, epic, dard, opposite, loss);
    }

    /// <summary>Mean regret of each tenth of all pairs, ordered by distance.</summary>
    private static Series Deciles(Block[] study, string measure)
    {
        var points = study.SelectMany(b => b.Distances[measure].Zip(b.Regrets)).OrderBy(p => p.First).ToArray();
        var tenths = points.Chunk((points.Length + 9) / 10).ToArray();
        return new(measure, [.. tenths.Select(t => t.Average(p => p.First))], [.. tenths.Select(t => t.Average(p => p.Second))]);
    }

    private sealed record Block(Dictionary<string, List<double>> Distances, List<double> Regrets);
}
