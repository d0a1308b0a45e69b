using System.Globalization;
using Goodhart.Design;
using Goodhart.Feedback;
using Goodhart.Statistics;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.KeyDoor;

namespace Goodhart.Papers;

/// <summary>
/// ICPL — Few-shot In-Context Preference Learning Using Large Language Models (2024).
/// Claims checked: with at most 49 comparisons of whole policies, preferred and rejected programs in the prompt lead to policies as good as a reward model learnt from
/// 1500 comparisons of segments. That they are about as good as Eureka's, which sees the measured score, and get better from round to round, is reported as it comes out.
/// </summary>
/// <remarks>
/// The designer is a script that reads both examples from the real prompt and answers with real C#; it shows that preferences reach a program by way of the text, and
/// nothing of language models. RTS is the task score, on five fresh training seeds, of the program that was picked. Every arm trains by the same tabular Q-learning.
/// </remarks>
public sealed class Icpl : IPaper
{
    private const int K = 6, N = 5;

    private static readonly string[] formats = ["R", "F4", "F5", "F6"];

    private static readonly WorldEntry world = WorldCatalogue.Find(KeyDoorWorld.Name);
    private static readonly DesignTask task = world.Task!;
    private static readonly TabularTraining training = new(world.Create, task, new(RandomTies: false), new(Episodes: 32, RandomActions: .1, Judging: new(Resamples: 200)));
    private static readonly IPolicyJudge proxy = PolicyJudge.Proxy(), random = PolicyJudge.From("at random", pair => new Generator(pair.Seed).NextInt(2) == 0 ? Choice.First : Choice.Second);

    public static string Slug => "icpl";

    public static string Title => "Few-shot In-Context Preference Learning Using Large Language Models (2024)";

    public static string Claim => "With at most 49 comparisons, examples in context do as well as a reward model with 1500 (− 0.02) and better than one with 150 (+ 0.15).";

    public void Run(PaperRun run)
    {
        var seeds = run.Fast ? 4 : 30;
        run.Doing($"{seeds} designs of {N} rounds of {K} programs by preferences");
        var icpl = run.OverSeeds(seed => Design(seed, proxy, new(), new(), run.Cancellation, finalists: N), seeds);
        double[] rts = Score(icpl);
        run.AtMost("comparisons of a design", icpl.Max(d => d.Comparisons), 49);
        run.Control("requests that hold a task score to four digits", icpl.Sum(d => d.Leaks), leaks => leaks == 0, "= 0");
        run.Note($"A design asks {icpl.Average(d => d.Comparisons):F1} comparisons: meeting in pairs needs 39 at most where one after the other needs 49. The search had promised {StudentT.Mean([.. icpl.Select(d => d.Promised - d.Rts)])} more than fresh seeds gave.");
        Swapped(run, out var open);
        if (run.Fast) return;   // designs end well or badly and hardly between: what follows takes more seeds than a fast run has

        AsRewardModel(run, rts);
        // Claim B: the policies that were preferred, in the last round against the first; their programs trained anew show how much of it stays.
        var gain = StudentT.Mean([.. icpl.Select(d => d.Preferred[^1] - d.Preferred[0])]);
        run.Note($"Better from the first round to the last by 0.1 is {(gain.Low >= 0.1 ? "" : "not ")}reproduced here: the policy preferred in round 5 scores {gain} more than that of round 1; their programs trained anew "
            + $"on fresh seeds, {StudentT.Mean([.. icpl.Select(d => d.Last - d.First)])}. On the seeds on which the script was settled 40 designs had gained 0.26 [0.17, 0.35].");
        AsEureka(run, rts);
        AtRandom(run);
        run.Doing("a judge who errs");
        var erring = run.OverSeeds(seed => Design(seed, proxy.Mistaken(.2), new(), new(), run.Cancellation), 20);
        run.Note($"One answer in five turned round: RTS {StudentT.Mean(Score(erring))}, {StudentT.Mean(Minus(rts, Score(erring)))} less. All from one prompt: {StudentT.Mean(Score(open))}; "
            + $"preferences differ from it by {StudentT.Mean(Minus(rts, Score(open)))}, so that it beats them is {(StudentT.Mean(Minus(rts, Score(open))).Low > 0 ? "" : "not ")}reproduced with this script. "
            + $"The mean task score of all programs differs by {StudentT.Mean(Minus(Means(icpl), Means(open)))}.");
        Plot(run, icpl, erring, open);
    }

    /// <summary>Claim A: against a reward model that is learnt from comparisons of segments.</summary>
    private static void AsRewardModel(PaperRun run, double[] rts)
    {
        run.Doing("a reward model instead");
        double[] Learn(int queries, int seeds) => run.OverSeeds(seed => Learnt(queries, seed, run.Cancellation), seeds);
        double[] few = Learn(49, 10), more = Learn(150, 20), most = Learn(1500, 20);
        run.AtLeast("RTS − a reward model's with 1500 comparisons", Minus(rts, most), -0.02);
        run.AtLeast("RTS − a reward model's with 150 comparisons", Minus(rts, more), 0.15);
        run.Note($"RTS: preferences {StudentT.Mean(rts)}; reward model with 49 {StudentT.Mean(few)}, 150 {StudentT.Mean(more)}, 1500 comparisons {StudentT.Mean(most)}.");
    }

    /// <summary>Claim C, reported as it comes out: Eureka is told the measured score, of as many programs that run.</summary>
    private static void AsEureka(PaperRun run, double[] rts)
    {
        run.Doing("Eureka");
        double[] eureka = run.OverSeeds(seed => Eureka(seed, run.Cancellation), rts.Length);
        var apart = StudentT.Mean(Minus(rts, eureka));
        run.Note($"Eureka, which sees the score: RTS {StudentT.Mean(eureka)}; preferences differ from it by {apart}. That both are within 0.1 of each other is "
            + (apart.Low >= -.1 && apart.High <= .1 ? "reproduced." : $"{(Math.Abs(apart.Estimate) <= .1 ? "so in the mean, but not settled by" : "not so in the mean of")} {rts.Length} seeds."));
    }

    /// <summary>Every answer turned round, and labels swapped only as the designer reads them, where the pick in the end is right and falls back on the first round.</summary>
    private static void Swapped(PaperRun run, out Designed[] open)
    {
        run.Doing("swapped labels");
        var seeds = run.Fast ? 4 : 20;
        open = run.OverSeeds(seed => Design(seed, proxy, new(), new(Evolve: false), run.Cancellation), seeds);
        var wrong = run.OverSeeds(seed => Design(seed, proxy.Mistaken(1), new(), new(), run.Cancellation), seeds);
        Below(run, "every answer turned round: RTS − all from one prompt", Minus(Score(wrong), Score(open)));
        if (run.Fast) return;
        var read = run.OverSeeds(seed => Design(seed, proxy, new(Swapped: true), new(), run.Cancellation), seeds);
        Below(run, "labels swapped in the prompt alone: mean task score of all programs − all from one prompt", Minus(Means(read), Means(open)));
        run.Note($"RTS with every answer turned round {StudentT.Mean(Score(wrong))}; with labels swapped in the prompt alone {StudentT.Mean(Score(read))}, {StudentT.Mean(Minus(Score(read), Score(open)))} beside all from one prompt.");
    }

    private static void Below(PaperRun run, string what, double[] difference) =>
        run.Control($"{what}, far end of the interval", StudentT.Mean(difference).High, high => high < 0, "< 0");

    /// <summary>A judge at random picks at random, so its RTS is in expectation the mean over all programs, which varies far less than one of them.</summary>
    private static void AtRandom(PaperRun run)
    {
        run.Doing("a judge at random");
        double[] Mean(PreferenceOptions options) => run.OverSeeds(seed => Design(Generator.Derive(seed, 2), random, new(), options, run.Cancellation, fresh: 2).Mean, 40);
        var apart = StudentT.Mean(Minus(Mean(new()), Mean(new(Evolve: false))));
        run.Control("a judge at random: mean task score of all programs apart from all from one prompt, far end of the interval", Math.Max(apart.High, -apart.Low), far => far <= 0.05, "≤ 0.05");
        run.Note($"A judge at random: mean task score of all programs {apart} beside all from one prompt.");
    }

    private static Designed Design(ulong seed, IPolicyJudge judge, IcplScript script, PreferenceOptions options, CancellationToken cancellation, int finalists = 1, int fresh = 5)
    {
        using var lineage = Lineage.InMemory();
        var designer = new InContextPreferenceDesigner(script.Chat(seed), judge, options);
        var result = DesignRun.Run(new(world, task, training, designer, new(K, N, Seed: seed, Finalists: finalists, FreshSeeds: fresh, GiveUp: false)), lineage, cancellation: cancellation);
        LineageEntry.Ranked[] ranked = [.. lineage.Entries.OfType<LineageEntry.Ranked>()];
        Candidate[] bests = [.. Enumerable.Range(1, N).Select(n => ranked.First(r => r.Round == $"1.{n}").Order[0]).Select(id => result.Candidates.First(c => c.Id == id))];
        double Fresh(Candidate best) => result.Finalists.FirstOrDefault(f => result.Candidates.First(c => c.Id == f.Candidate).Hash == best.Hash)?.Fresh.Estimate ?? double.NaN;
        return new(result.Finalists[0].Fresh.Estimate, result.Finalists[0].Search, Fresh(bests[0]), Fresh(bests[^1]), [.. bests.Select(b => b.Fitness)],
            ranked.Where(r => r.Round != "final").Sum(r => r.Comparisons), result.Candidates.Where(c => c.Outcome is not null).Average(c => c.Fitness), Leaks(lineage, result));
    }

    /// <summary>Requests in which a task score stands with four digits or more.</summary>
    private static int Leaks(Lineage lineage, DesignResult result)
    {
        string[] scores = [.. result.Candidates.Where(c => c.Outcome is not null && Math.Abs(c.Fitness) > 1e-3)
            .SelectMany(c => formats.Select(f => c.Fitness.ToString(f, CultureInfo.InvariantCulture))).Where(text => text.TrimEnd('0').Length >= 6)];
        return lineage.Entries.OfType<LineageEntry.Prompt>().Count(p => p.Messages.Any(m => scores.Any(score => m.Text.Contains(score, StringComparison.Ordinal))));
    }

    private static double Eureka(ulong seed, CancellationToken cancellation)
    {
        using var lineage = Lineage.InMemory();
        var designer = new EurekaDesigner(IcplScript.Beginner.Chat(seed));
        return DesignRun.Run(new(world, task, training, designer, new(K, N, Seed: seed, Finalists: 1, GiveUp: false)), lineage, cancellation: cancellation).Finalists[0].Fresh.Estimate;
    }

    private static double Learnt(int queries, ulong seed, CancellationToken cancellation)
    {
        var reward = IcplTeacher.Learn(queries, new(), Generator.Derive(seed, 1), cancellation);
        return Enumerable.Range(0, 5).Average(s => training.Train(reward, DesignOptions.FreshSeed(seed, s), cancellation: cancellation).Fitness);
    }

    private static void Plot(PaperRun run, Designed[] icpl, Designed[] erring, Designed[] open)
    {
        double[] rounds = [.. Enumerable.Range(1, N).Select(n => (double)n)];
        Series Line(string name, Designed[] designs) => new(name, rounds, [.. rounds.Select(n => designs.Average(d => d.Preferred[(int)n - 1]))]);
        run.Plot(new("Two rooms: task score of the preferred program", "round", "task score", [Line("preferences", icpl), Line("one answer in five turned round", erring), Line("all from one prompt", open)]));
    }

    private static double[] Means(Designed[] designs) => [.. designs.Select(d => d.Mean)];

    private static double[] Score(Designed[] designs) => [.. designs.Select(d => d.Rts)];

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    /// <summary>What a design came to.</summary>
    /// <param name="Rts">Task score of the picked program on fresh seeds.</param>
    /// <param name="Promised">Its task score as the search saw it.</param>
    /// <param name="First">Of what was preferred in the first round, on fresh seeds; NaN where that was not measured.</param>
    /// <param name="Last">The same of the last round.</param>
    /// <param name="Preferred">Task score, as the search saw it, of the preferred program of each round.</param>
    /// <param name="Comparisons">Questions the judge answered.</param>
    /// <param name="Mean">Mean task score of all programs.</param>
    /// <param name="Leaks">Requests that hold a task score.</param>
    private sealed record Designed(double Rts, double Promised, double First, double Last, double[] Preferred, int Comparisons, double Mean, int Leaks);
}
