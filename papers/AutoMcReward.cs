using Goodhart.Design;
using Goodhart.Statistics;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Craft;

namespace Goodhart.Papers;

/// <summary>
/// Auto MC-Reward — Automated Dense Reward Design with Large Language Models for Minecraft (2024).
/// Claims checked: a designer that is told why episodes failed succeeds more often than one that is not, and a critic keeps faulty programs from being trained on.
/// </summary>
/// <remarks>
/// A land of lava and diamonds stands in for Minecraft, Q-learning on features of what is seen for a pretrained policy with PPO. Designer, critic and analyzer are scripts that
/// read the real prompts: they show that reviews, statistics and words reach a program and what it is worth then, and nothing of language models. The designer's first
/// program pays for ore in view and forgets wood, pickaxe and lava; three in ten of its answers hold a mistake. Rounds keep the policy, and nothing selects by fitness.
/// </remarks>
public sealed class AutoMcReward : IPaper
{
    private const int Rounds = 3;
    private const long Steps = 100_000, Short = 2_000;

    private static readonly WorldEntry world = WorldCatalogue.Find("craft");
    private static readonly AutoMcRewardArm[] arms = Enum.GetValues<AutoMcRewardArm>();

    public static string Slug => "auto-mc-reward";

    public static string Title => "Auto MC-Reward: Automated Dense Reward Design with Large Language Models for Minecraft (2024)";

    public static string Claim => "A designer that is told why episodes failed succeeds more often by 0.15 than one that is not; with a critic at most 5 % of rounds are lost to faulty programs.";

    public void Run(PaperRun run)
    {
        var seeds = run.OverSeeds(seed => seed, run.Fast ? 4 : 6);
        AutoMcRewardArm[] some = run.Fast ? [AutoMcRewardArm.DesignerOnly, AutoMcRewardArm.Critic, AutoMcRewardArm.Full, AutoMcRewardArm.OtherWorld] : arms;
        run.Doing($"{some.Length} kinds of design, {seeds.Length} seeds, {Rounds} rounds each");
        var trials = Trials(run, some, seeds, Steps);
        AutoMcRewardTrial[] Of(AutoMcRewardArm arm) => trials[arm];
        double[] Success(AutoMcRewardArm arm) => [.. Of(arm).Select(t => t.Succeeded)];
        double[] alone = Success(AutoMcRewardArm.DesignerOnly), lead = Minus(Success(AutoMcRewardArm.Full), alone);

        // Claim A: the analyzer's words, all else alike. The lead over the designer alone, deaths and claim C are told as they come out.
        run.AtLeast("success: critic and analyzer − critic alone", Minus(Success(AutoMcRewardArm.Full), Success(AutoMcRewardArm.Critic)), 0.15);
        Tell(run, some, Of, lead);

        // Claim B needs no good policy, and many designs: 36 and 120 rounds were too few for an interval.
        run.Doing("faulty programs, in short trainings");
        var brief = Trials(run, [AutoMcRewardArm.DesignerOnly, AutoMcRewardArm.Critic], run.OverSeeds(seed => Generator.Derive(seed, 7), 100), Short, 8);
        run.AtMost("rounds lost to faulty programs, with a critic", [.. brief[AutoMcRewardArm.Critic].Select(t => t.Lost)], 0.05);
        run.Note("The share of rounds lost was measured with 100 designs after 12 and 40 designs had given 0.03 and 0.07 with intervals too wide to tell.");
        run.AtLeast("rounds lost to faulty programs, by the designer alone", [.. brief[AutoMcRewardArm.DesignerOnly].Select(t => t.Lost)], 0.15);

        // Controls: words about another world help nobody, and who hardly dies because it hardly does anything does not pass.
        run.Doing("rewards without a designer");
        var sparse = Trained(run, seeds, () => CraftRewards.Sparse);
        run.Control("an analyzer that reads another world: mean deaths it saves", Of(AutoMcRewardArm.Critic).Average(t => t.Died) - Of(AutoMcRewardArm.OtherWorld).Average(t => t.Died), saved => saved < 0.05, "< 0.05");
        run.Control("an analyzer that reads another world: mean success it adds", Of(AutoMcRewardArm.OtherWorld).Average(t => t.Succeeded) - Of(AutoMcRewardArm.Critic).Average(t => t.Succeeded), gain => gain < 0.15, "< 0.15");
        run.Control("the sparse reward, however few its deaths: mean success over the designer alone", sparse.Average(t => t.Succeeded) - alone.Average(), gain => gain < 0.15, "< 0.15");
        if (!run.Fast) Say(run, "curiosity", Trained(run, seeds, () => new AutoMcRewardCuriosity(CraftRewards.Sparse)));
        Say(run, "the sparse reward", sparse);
        Calibrate(run);
    }

    private static void Tell(PaperRun run, AutoMcRewardArm[] some, Func<AutoMcRewardArm, AutoMcRewardTrial[]> of, double[] lead)
    {
        foreach (var (arm, words) in new[] { (AutoMcRewardArm.DesignerOnly, "the designer alone"), (AutoMcRewardArm.Critic, "with a critic"), (AutoMcRewardArm.Full, "with critic and analyzer"),
            (AutoMcRewardArm.Magnitudes, "the same with free magnitudes"), (AutoMcRewardArm.OtherWorld, "with another world's episodes") })
            if (some.Contains(arm)) Say(run, words, of(arm));

        var over = StudentT.Mean(lead);
        run.Note($"Success of the whole over the designer alone: {over}. That it is at least 0.15 is {(over.Low >= 0.15 ? "reproduced" : over.Estimate >= 0.15 ? "true of the mean and not of the interval: it is not established" : "not reproduced")}; "
            + "the comparison with the critic alone was made the checked claim after a first run had shown that a designer left alone now and then succeeds by itself.");
        AutoMcRewardTrial[] full = of(AutoMcRewardArm.Full), alone = of(AutoMcRewardArm.DesignerOnly);
        double perEpisode = full.Average(t => t.Died) / alone.Average(t => t.Died), perCell = full.Average(t => t.DiedPerThousandCells) / alone.Average(t => t.DiedPerThousandCells);
        run.Note($"Deaths of the whole are {perEpisode:F2} times the designer's alone, {perCell:F2} times per cell visited. That they are at most 0.6 times is {(perEpisode <= 0.6 ? "reproduced" : "not reproduced")}. "
            + "It is a comparison of means. The first program leads an agent to ore, beside lava, before it has a pickaxe; the fear of lava itself changes little, since dying forfeits the diamond anyway.");
        if (some.Contains(AutoMcRewardArm.Magnitudes)) Spread(run, full, of(AutoMcRewardArm.Magnitudes));
        run.Note("Budget and first program were chosen on other seeds: 100 000 to 300 000 steps a round, default land and two harder ones. The lead in success is that of a small budget: on those seeds it was 0.34 with 100 000 steps a round, "
            + "0.00 with 200 000 and 0.03 with 300 000, since the first program then finds diamonds by itself. With a first program that already pays for wood and pickaxe, what the analyzer adds did not raise success at all.");
        run.Plot(new("Deaths and coverage", "cells visited per episode", "deaths per episode", [.. some.Select(arm => new Series(arm.ToString(), [of(arm).Average(t => t.Cells)], [of(arm).Average(t => t.Died)]))]));
    }

    private static void Spread(PaperRun run, AutoMcRewardTrial[] full, AutoMcRewardTrial[] free)
    {
        double spread = Sd(full), freely = Sd(free);
        run.Note($"Standard deviation of success over designers: {spread:F3} with signs, {freely:F3} with free magnitudes. That signs halve it is {(spread <= 0.5 * freely ? "reproduced" : "not reproduced")}; "
            + $"mean success is {full.Average(t => t.Succeeded):F3} with signs and {free.Average(t => t.Succeeded):F3} without. Neither number is sure with {full.Length} designs.");
    }

    private static void Say(PaperRun run, string what, AutoMcRewardTrial[] trials)
    {
        double[] steps = [.. trials.Select(t => t.Steps).Where(double.IsFinite)];
        run.Note($"{char.ToUpperInvariant(what[0])}{what[1..]}: success {StudentT.Mean([.. trials.Select(t => t.Succeeded)])}, deaths {trials.Average(t => t.Died):F3} an episode and {trials.Average(t => t.DiedPerThousandCells):F1} per 1000 cells, "
            + $"{trials.Average(t => t.Cells):F1} cells visited, {(steps.Length > 0 ? $"{steps.Average():F0}" : "no")} steps to a diamond, {trials.Average(t => t.Lost):P0} of rounds lost.");
    }

    /// <summary>What the scripted critic is worth by itself and behind the static review, and whether one that always says the same is found out.</summary>
    private static void Calibrate(PaperRun run)
    {
        var contract = RewardContract.Of(world.Create(1).Schema);
        using var met = Rollout.Collect(world.Create(8), new Optimization.UniformPolicy(contract.Schema.Actions), 64, new(run.Seed));
        var reviewer = new ProgramReviewer(new AutoMcRewardScript().Critic(run.Seed), new(world.Name, world.Summary, world.Task!.Sentence, contract, null, met, new(), 1));
        bool Objects(string answer) => reviewer.JudgeAsync(answer, run.Cancellation).GetAwaiter().GetResult().Objects == true;
        bool Finds(string answer) => StaticReview.Of(CodeBlock.Extract(answer).Code!, contract, met, 8, SignReward.Sparse, SignReward.Dense).Count > 0;
        string[] sound = [.. AutoMcRewardScript.Sound];
        CriticCalibration Try(Func<string, bool> objects) => CriticCalibration.Of(objects, sound, SignFaults.All, new(run.Seed));
        run.Note($"By itself: {Try(Objects)} Static review: {Try(Finds)} Both: {Try(answer => Finds(answer) || Objects(answer))}");
        run.Control("critics that always or never object and pass for useful", new[] { Try(_ => true), Try(_ => false) }.Count(c => c.Use == CriticUse.TellsApart), count => count == 0, "= 0");
    }

    private static Dictionary<AutoMcRewardArm, AutoMcRewardTrial[]> Trials(PaperRun run, AutoMcRewardArm[] some, ulong[] seeds, long steps, int episodes = 200)
    {
        var trials = some.ToDictionary(arm => arm, _ => new AutoMcRewardTrial[seeds.Length]);
        Parallel.ForEach(some.SelectMany(arm => Enumerable.Range(0, seeds.Length).Select(i => (arm, i))), new ParallelOptions { CancellationToken = run.Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            one => trials[one.arm][one.i] = AutoMcRewardTrial.Of(one.arm, world, Training(steps, Math.Min(episodes, 64)), Rounds, seeds[one.i], run.Cancellation, episodes));
        return trials;
    }

    /// <summary>A reward that nobody designs, trained for as long as all rounds together.</summary>
    private static AutoMcRewardTrial[] Trained(PaperRun run, ulong[] seeds, Func<IReward<Transitions>> reward)
    {
        var trials = new AutoMcRewardTrial[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { CancellationToken = run.Cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => trials[i] = new(AutoMcRewardTrial.Digest(Training(Rounds * Steps).Train(reward(), seeds[i], cancellation: run.Cancellation).Policy!, world, seeds[i]), 0));
        return trials;
    }

    private static FeatureTraining Training(long steps, int episodes = 64) => new(world.Create, world.Task!, new(Steps: steps, Copies: 64, Features: new(Bits: 14)),
        new(Measurements: 1, Episodes: episodes, RandomActions: .05, Judging: new(RequireCorrelation: false, Resamples: 50), Watch: AutoMcRewardTrial.Watch));

    private static double Sd(AutoMcRewardTrial[] trials) => Moments.Of([.. trials.Select(t => t.Succeeded)]).SampleStd;

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
