using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Statistics;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.KeyDoor;

namespace Goodhart.Papers;

/// <summary>
/// Eureka — Human-Level Reward Design via Coding Large Language Models (2023).
/// Claim checked: searching over whole reward programs, with each training told back in words, finds rewards that train better policies than a person's.
/// </summary>
/// <remarks>
/// The designer here is a script that reads the real prompts and answers with real C#, broken code included: it shows that the loop works and what such a search is
/// worth, and nothing of language models. The paper's further claim, that going on from the best beats drawing as many programs from the first prompt, is measured
/// beside it and reported as it comes out.
/// </remarks>
public sealed class Eureka : IPaper
{
    private static readonly WorldEntry world = WorldCatalogue.Find(KeyDoorWorld.Name);
    private static readonly DesignTask task = world.Task!;

    // As piloted: of equally good actions the first is taken, so a learner without a signal stays where it is.
    private static readonly TabularTraining training = new(world.Create, task, new(RandomTies: false), new(Episodes: 32, RandomActions: .1, Judging: new(Resamples: 200)));

    public static string Slug => "eureka";

    public static string Title => "Eureka: Human-Level Reward Design via Coding Large Language Models (2023)";

    public static string Claim => "Rewards found by writing programs and telling their trainings back in words beat a person's fitness by 0.1 and the sparse reward's by 0.4.";

    public void Run(PaperRun run)
    {
        // The method: K programs, N rounds, then the best on five fresh seeds. The person's and the sparse reward train on the same seeds.
        var (k, n, seeds) = run.Fast ? (16, 2, 14) : (16, 5, 30);
        run.Doing($"{seeds} designs of {n} rounds of {k} programs");
        var designs = run.OverSeeds(seed => Design(seed, k, n, new(), new(), run.Cancellation), seeds);
        double[] found = [.. designs.Select(Fitness)], human = run.OverSeeds(seed => OnFreshSeeds(Human, seed), seeds), sparse = run.OverSeeds(seed => OnFreshSeeds(() => KeyDoorRewards.SparseGoal, seed), seeds);
        run.AtLeast("fitness over the person's reward", Minus(found, human), 0.1);
        run.AtLeast("fitness over the sparse reward", Minus(found, sparse), 0.4);
        Tell(run, designs, found, human, sparse);

        // The paper's ablations at a size where the search has something to gain: reported, not claimed.
        run.Doing("does the feedback help?");
        Feedback(run);

        // Controls: a designer that writes only broken code gets no score, and is told why.
        run.Doing("controls");
        var broken = run.OverSeeds(seed => Design(seed, 4, 2, new(Broken: 1), new(), run.Cancellation));
        run.Control("broken code only: share of programs that ran", [.. broken.Select(d => d.ExecuteRate)], rate => rate == 0, "= 0");
        run.Control("broken code only: designs that end with a program", broken.Count(d => d.Best is not null), count => count == 0, "= 0");
        run.Note($"Broken code only: {broken[0].Words}");
    }

    private static void Tell(PaperRun run, DesignResult[] designs, double[] found, double[] human, double[] sparse)
    {
        run.Note($"Fitness on fresh seeds: found {StudentT.Mean(found)}, person's {StudentT.Mean(human)}, sparse {StudentT.Mean(sparse)}; better than the person's in {found.Zip(human).Count(p => p.First > p.Second)} of {found.Length} designs.");
        run.Note($"Human-normalised score: {StudentT.Mean([.. found.Select((f, i) => HumanNormalisedScore.Of(f, human[i], sparse[i]))])}.");
        run.Note($"The search had promised {StudentT.Mean([.. designs.Select(d => d.Evaluation?.Gap ?? double.NaN)])} more than fresh seeds gave; the fitness is the highest along a training, the last one is {StudentT.Mean([.. designs.Select(d => d.Evaluation!.Last.Estimate)])}.");
        double[] correlations = [.. designs.Select(d => d.Evaluation?.HumanCorrelation).OfType<double>()];
        run.Note($"Correlation of the found rewards with the person's along training: r = {StudentT.Mean(correlations)}, from {correlations.Min():F2} to {correlations.Max():F2}.");
        run.Note($"{designs.Average(d => d.ExecuteRate):P0} of the programs ran. The audit objected to {designs.Sum(d => d.Finalists.Count(f => f.Flag is not null))} of {designs.Sum(d => d.Finalists.Count)} finalists.");
        double[] rounds = [.. Enumerable.Range(1, designs[0].Rounds.Count).Select(i => (double)i)];
        run.Plot(new("Two rooms: fitness seen by the search", "round", "fitness",
        [
            new("best so far", rounds, [.. rounds.Select(r => designs.Average(d => d.Rounds[(int)r - 1].BestFitness))]),
            new("best of the round", rounds, [.. rounds.Select(r => designs.Average(d => d.Rounds[(int)r - 1].Fitness))]),
            new("person's, fresh seeds", rounds, [.. rounds.Select(_ => human.Average())]),
        ]));
    }

    private static void Feedback(PaperRun run)
    {
        var (k, n, seeds) = run.Fast ? (3, 2, 3) : (4, 4, 16);
        double[] Arm(EurekaScript script, EurekaOptions options) => [.. run.OverSeeds(seed => Fitness(Design(Generator.Derive(seed, 1), k, n, script, options, run.Cancellation)), seeds)];
        var alike = Arm(new(), new(Evolve: false));
        var statistics = Arm(new(), new());
        var fitness = Arm(new(), new(Feedback: EurekaFeedback.FitnessOnly));
        var shuffled = Arm(new(Shuffled: true), new());
        var gain = StudentT.Mean(Minus(statistics, alike));
        run.Note($"K = {k}, N = {n}, {seeds} seeds: as many programs from the first prompt alone {StudentT.Mean(alike)}. Evolution with statistics differs from it by {gain}, "
            + $"with the fitness alone by {StudentT.Mean(Minus(fitness, alike))}, with statistics under shuffled names by {StudentT.Mean(Minus(shuffled, alike))}.");
        run.Note(gain.Low > 0.08 ? "Evolution beats independent draws by 0.08 or more here." : "That evolution beats independent draws by 0.08 or more is not reproduced here.");
    }

    private static DesignResult Design(ulong seed, int k, int n, EurekaScript script, EurekaOptions options, CancellationToken cancellation)
    {
        using var lineage = Lineage.InMemory();
        var designer = new EurekaDesigner(script.Chat(seed), options);
        return DesignRun.Run(new(world, task, training, designer, new(k, n, Seed: seed, Finalists: 1)), lineage, cancellation: cancellation);
    }

    /// <summary>A design without a program that runs leaves nothing to train on: it counts as the sparse reward's floor.</summary>
    private static double Fitness(DesignResult design) => design.Evaluation?.Fresh.Estimate ?? 0;

    private static double OnFreshSeeds(Func<IReward<Transitions>> reward, ulong seed) =>
        Enumerable.Range(0, 5).Average(s => training.Train(reward(), DesignOptions.FreshSeed(seed, s)).Fitness);

    private static IReward<Transitions> Human() => KeyDoorRewards.HumanStaged;

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
