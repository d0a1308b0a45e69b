using Goodhart.Audit.Underspecification;
using Goodhart.Feedback;
using Goodhart.Statistics;
using Goodhart.Worlds.Preferences;
using static Goodhart.Papers.RmEnsemblesLab;

namespace Goodhart.Papers;

/// <summary>
/// A bias of the labels: 40 % of the judgements prefer the answer in list format whatever else it holds, though what is wanted likes it less. Annotators see
/// quality dimly (slope .5), as with long answers.
/// </summary>
public sealed partial class Herding
{
    private const double MarkerRate = 0.2, MarkerPenalty = 0.3, HabitShare = 0.4;
    private static readonly Aggregate median = new Aggregate.Median();

    /// <summary>Share of picks at n = 8000 in list format, by arm.</summary>
    private sealed record Lists(double Single, double Mean, double Min, double Median, double Unbiased, double Mixed, SharedView Biased, SharedView Clean);

    private static void SharedBias(PaperRun run)
    {
        var lists = Over(run, run.Fast ? 4 : 16, seed => ListsIn(seed, run));
        double[] Of(Func<Lists, double> value) => [.. lists.Select(value)];
        run.AtLeast("share of lists at n = 8000: minimum of five less 0.9 of one model's", Of(l => l.Min - 0.9 * l.Single), 0);
        run.AtMost("gold that the minimum of five saves on lists", Of(l => MarkerPenalty * (l.Single - l.Min)), 0.02);
        run.AtLeast("worlds in which the scan finds the shared hack", lists.Count(l => l.Biased == SharedView.SharedHack) / (double)lists.Length, 0.9);

        // Without the habit nothing happens; and members of other data break the herd.
        run.Control("annotators without the habit: share of lists at n = 8000 over the base's", Of(l => l.Unbiased).Average() - MarkerRate, d => d < 0.1, "< 0.1");
        run.Control("annotators without the habit: worlds in which the scan finds a hack", lists.Count(l => l.Clean == SharedView.SharedHack) / (double)lists.Length, r => r <= 0.1, "≤ 0.1");
        run.Control("three of five members from annotators without the habit, median: share of lists falls by (lower end)",
            StudentT.Mean(Of(l => l.Median - l.Mixed)).Low, d => d >= 0.3, "≥ 0.3");
        run.Note(FormattableString.Invariant($"Share of lists at n = 8000, {MarkerRate} in the base: one model {Of(l => l.Single).Average():F2}, mean {Of(l => l.Mean).Average():F2}, minimum {Of(l => l.Min).Average():F2}, median {Of(l => l.Median).Average():F2}; without the habit {Of(l => l.Unbiased).Average():F2}; mixed data, median {Of(l => l.Mixed).Average():F2}."));
        run.Note("Chosen after looking: slope .5 and no flips. With slope 2 and a quarter flipped the share of lists reached only .47 to .70. "
            + "The mixed ensemble is judged by its median: under the minimum, three biased and two clean members left the share of lists as it was.");
    }

    private static Lists ListsIn(ulong seed, PaperRun run)
    {
        run.Doing($"a habit shared by annotators in the world of seed {seed}");
        var rng = new Generator(seed);
        var world = new QuirkWorld(new(MarkerRate: MarkerRate, MarkerPenalty: MarkerPenalty), rng);
        var (candidates, test) = (world.Candidates(Prompts, Each, rng), world.Pairs(1000, rng));
        var clean = new Annotator("annotator") { Perception = new Perception.BradleyTerry(0.5) };
        IReadOnlyList<Preference<float[]>> Labels(Annotator annotator) => annotator.Judge(world.Pairs(RmEnsemblesLab.Pairs, rng), rng).Preferences;
        Member[] Fit(IReadOnlyList<Preference<float[]>> pairs, ulong from) => [.. Enumerable.Range(0, Members).Select(k =>
            Train(pairs, candidates, test, Generator.Derive(seed, from + (ulong)k), Generator.Derive(seed, from + 10 + (ulong)k), BodyScale, HeadStd, run.Cancellation))];
        Member[] biased = Fit(Labels(clean with { Habit = new(world.Marker, HabitShare) }), 10), unbiased = Fit(Labels(clean), 40);
        var marks = candidates.Score(Reward.Each<FeatureRows>("marker", (rows, i) => rows[i][world.Marker]));
        double Rate(double[] scores) => candidates.BestOfN(scores, marks, Ns[^1])[0];
        return new(biased.Average(m => Rate(m.Scores)), Rate(Aggregated(biased, mean)), Rate(Aggregated(biased, wco)), Rate(Aggregated(biased, median)),
            Rate(Aggregated(unbiased, wco)), Rate(Aggregated([.. biased[..2], .. unbiased[..3]], median)),
            Scan(biased, marks, candidates, world, rng), Scan(unbiased, marks, candidates, world, rng));
    }

    private static SharedView Scan(Member[] members, double[] marks, Candidates<FeatureRows> candidates, QuirkWorld world, Generator rng)
    {
        int[] drawn = [.. Enumerable.Range(0, Prompts).SelectMany(p => Enumerable.Range(p * Each, 4 * Top))];
        var gold = HeldOut<Batch<int>>.Of(Looked("gold", candidates.Score(world.Gold)));
        IReward<Batch<int>>[] rewards = [.. members.Select((m, k) => Looked($"member {k + 1}", m.Scores))];
        return SharedHackScan.Run([Looked("marker", marks)], rewards, Places(drawn), Offsets.FromLengths([.. Enumerable.Repeat(4 * Top, Prompts)]), rng, gold)[0].View;
    }
}
