using Goodhart.Audit.Lint;
using Goodhart.Statistics;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>Two rewards, say two versions of one, on the same transitions.</summary>
/// <param name="First">Name of the first.</param>
/// <param name="Second">Name of the second.</param>
/// <param name="Transitions">Transitions they were compared on.</param>
/// <param name="Pearson">Correlation of their scores of a step; NaN where one does not vary.</param>
/// <param name="Spearman">Rank correlation of their scores of a step.</param>
/// <param name="EpisodeSpearman">Rank correlation of their sums over an episode; NaN with fewer than three episodes.</param>
/// <param name="Distances">Distances that tell whether the same policies are best: exact on finite processes, else estimated.</param>
/// <param name="FlippedShare">Share of random pairs of transitions that both rewards tell apart and order differently.</param>
/// <param name="Flips">The clearest of those pairs.</param>
public sealed record RewardDiff(
    string First, string Second, int Transitions, double Pearson, double Spearman, double EpisodeSpearman, IReadOnlyList<DiffDistance> Distances, double FlippedShare,
    IReadOnlyList<Flip> Flips)
{
    private const int Pairs = 4000;

    /// <summary>Samples random actions in a world, and a policy's where given, and compares.</summary>
    /// <param name="world">Makes the world with so many copies.</param>
    /// <param name="first">One reward.</param>
    /// <param name="second">The other.</param>
    /// <param name="gamma">Discount in [0, 1) for the distances.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="policy">Acts in half of the copies; null for random actions everywhere.</param>
    /// <param name="examples">Most flipped pairs that are shown.</param>
    public static RewardDiff Between(Func<int, IWorld> world, IReward<Transitions> first, IReward<Transitions> second, double gamma = 0.99, ulong seed = 1,
        IPolicy? policy = null, int examples = 5)
    {
        using var sample = LintSample.Of(world, first, new(Gamma: gamma), seed, policy, null);
        double[] a = Scores(first, sample), b = Scores(second, sample);
        var (share, flips) = Flipped(sample, a, b, examples);
        using var episodes = Trajectories.FromRollout(sample.Steps, sample.World.Count);
        return new(first.Name, second.Name, a.Length, Correlation.Pearson(a, b), Correlation.Spearman(a, b), EpisodeRanks(episodes, first, second), Measures(world, first, second, gamma, seed), share, flips);
    }

    private static double[] Scores(IReward<Transitions> reward, LintSample sample)
    {
        var scores = new float[sample.Steps.Count];
        reward.Begin(sample.World.Count);
        reward.Evaluate(sample.Steps, scores);
        return Array.ConvertAll(scores, s => (double)s);
    }

    private static double EpisodeRanks(Trajectories episodes, IReward<Transitions> first, IReward<Transitions> second)
    {
        int[] whole = [.. Enumerable.Range(0, episodes.Episodes.Count).Where(episodes.IsComplete)];
        if (whole.Length < 3) return double.NaN;
        for (var e = 0; e < episodes.Episodes.Count; e++)
            if (!episodes.IsComplete(e)) episodes.Steps.Truncated[episodes.Episodes.Start[e + 1] - 1] = true;   // a memory must not reach into the next episode
        double[] Returns(IReward<Transitions> reward)
        {
            var scores = new float[episodes.Count];
            reward.Begin(1);   // one episode after the other, each ended by its last row
            reward.Evaluate(episodes.Steps, scores);
            var returns = episodes.Returns(scores);
            return [.. whole.Select(e => returns[e])];
        }

        return Correlation.Spearman(Returns(first), Returns(second));
    }

    private static IReadOnlyList<DiffDistance> Measures(Func<int, IWorld> world, IReward<Transitions> first, IReward<Transitions> second, double gamma, ulong seed)
    {
        if (first.IsEpisodic || second.IsEpisodic) return [];
        var running = world(32);
        if (running is TabularWorld { Process: var mdp })
            return [.. new[] { RewardDistance.Starc(mdp, first, second, gamma), RewardDistance.Epic(mdp, first, second, gamma), RewardDistance.Dard(mdp, first, second, gamma) }
                .Select(c => new DiffDistance(c.Measure, c.Distance, null, c.Notes))];
        var (rng, random) = (new Generator(seed), new RandomActions(running.Schema.Actions));
        return [.. new[] { SampledDistance.Starc(running, random, first, second, gamma, rng), SampledEpic.Between(running, random, first, second, gamma, rng) }
            .Select(c => new DiffDistance(c.Measure, c.Distance, c.NoiseFloor, c.Notes))];
    }

    private static (double Share, IReadOnlyList<Flip> Flips) Flipped(LintSample sample, double[] a, double[] b, int examples)
    {
        double scaleA = Moments.Of(a).Std, scaleB = Moments.Of(b).Std;
        var (told, found) = (0, new List<(double Clear, int One, int Other)>());
        for (var p = 0; p < Pairs; p++)
        {
            int i = sample.Rng.NextInt(a.Length), j = sample.Rng.NextInt(a.Length);
            double da = a[i] - a[j], db = b[i] - b[j];
            if (da == 0 || db == 0) continue;
            told++;
            if (da * db < 0) found.Add((Math.Min(Math.Abs(da) / scaleA, Math.Abs(db) / scaleB), da > 0 ? i : j, da > 0 ? j : i));
        }

        Flip Show((double Clear, int One, int Other) pair) => new(Probe.Describe(sample.Steps, pair.One), Probe.Describe(sample.Steps, pair.Other), a[pair.One], a[pair.Other], b[pair.One], b[pair.Other]);
        return (told > 0 ? (double)found.Count / told : 0, [.. found.OrderByDescending(f => f.Clear).DistinctBy(f => (f.One, f.Other)).Take(examples).Select(Show)]);
    }
}

/// <param name="Measure">Which distance.</param>
/// <param name="Distance">Its value.</param>
/// <param name="Noise">What two estimates of one reward are apart; null where it is exact.</param>
/// <param name="Notes">What a reader has to know.</param>
public sealed record DiffDistance(string Measure, double Distance, double? Noise, IReadOnlyList<string> Notes);

/// <summary>Two transitions that the rewards order differently: the first reward prefers <paramref name="One"/>.</summary>
public sealed record Flip(string One, string Other, double FirstOne, double FirstOther, double SecondOne, double SecondOther);
