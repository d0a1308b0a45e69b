using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Tests.Worlds;

/// <summary>Tasks of the gripper: they can be done, what is wanted is counted once, programs agree, proxies are cheated.</summary>
public sealed class GripperRewardTests
{
    public static TheoryData<GripperTask> Tasks => [.. Enum.GetValues<GripperTask>()];

    private const int Count = 200;

    private static Transitions Play(GripperTask task, IPolicy policy, ulong seed = 3)
    {
        var world = new GripperWorld(task, Count);
        world.Reset(seed);
        return Rollout.Collect(world, policy, 60, new(seed));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Success_OfTheScriptedExpert_IsNearlyAlways_AndOfRandomActionsNearlyNever(GripperTask task)
    {
        using var expert = Play(task, GripperScripts.Expert(task));
        Assert.InRange(Episodes.Mean(expert, Count, GripperRewards.Success(task)), 0.95, 1);
        Assert.InRange(Episodes.Mean(expert, Count, GripperRewards.Fitness(task)), 0.93, 1);
        using var random = Play(task, new Noise());
        Assert.InRange(Episodes.Mean(random, Count, GripperRewards.Success(task)), 0, 0.1);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Success_IsCountedOnceAnEpisode_OnItsLastStep(GripperTask task)
    {
        var world = new GripperWorld(task, Count);
        world.Reset(4);
        using var record = Rollout.Collect(world, GripperScripts.Expert(task), 180, new(4));
        var scores = new float[record.Count];
        GripperRewards.Success(task).Evaluate(record, scores);
        for (var row = 0; row < scores.Length; row++) Assert.True(scores[row] == 0 || record.Truncated[row] && scores[row] == 1);
        Assert.InRange(scores.Sum() / Count, 2.9, 3);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Proxy_CheatedByAScript_ScoresMoreThanTheTaskDone(GripperTask task)
    {
        using var honest = Play(task, GripperScripts.Expert(task));
        using var cheat = Play(task, GripperScripts.Cheat(task));
        Assert.InRange(Episodes.Mean(cheat, Count, GripperRewards.Success(task)), 0, 0.1);
        Assert.True(Episodes.Mean(cheat, Count, GripperRewards.Proxy(task)) > Episodes.Mean(honest, Count, GripperRewards.Proxy(task)) + 5);
        Assert.True(Episodes.Mean(cheat, Count, GripperRewards.Staged(task)) < Episodes.Mean(honest, Count, GripperRewards.Staged(task)) - 50);
    }

    [Fact]
    public void Fitness_OfAKnownLastStep_IsItsFormula()
    {
        // 0.05 m from the goal at the end: not there, 0.2·(1 − tanh 0.25) = 0.2·0.7550813 = 0.1510163. At 0.03 m: 0.8 + 0.2·(1 − tanh 0.15) = 0.9702232.
        using var batch = new Transitions(new GripperWorld(GripperTask.Reach, 1).Schema, 3);
        for (var f = 0; f < 5; f++)
        {
            batch.Next(f).Clear();
            batch.Observation(f).Clear();
        }

        (batch.Next("gripper.x")[0], batch.Next("gripper.x")[1], batch.Next("gripper.x")[2]) = (0.05f, 0.03f, 0.03f);
        batch.Terminated.Clear();
        (batch.Truncated[0], batch.Truncated[1], batch.Truncated[2]) = (true, true, false);
        var scores = new float[3];
        GripperRewards.Fitness(GripperTask.Reach).Evaluate(batch, scores);
        Assert.Equal(0.1510163f, scores[0], 1e-6f);
        Assert.Equal(0.9702232f, scores[1], 1e-6f);
        Assert.Equal(0, scores[2]);
    }

    /// <summary>Worlds with a task, and the reward that computes what the human program computes.</summary>
    [Theory]
    [InlineData("cartpole", "centred")]
    [InlineData("pendulum", "steady")]
    [InlineData("mountaincar", "pumping")]
    [InlineData("acrobot", "climb")]
    [InlineData("gripper-reach", "staged")]
    [InlineData("gripper-push", "staged")]
    [InlineData("gripper-pick", "staged")]
    [InlineData("gripper-stack", "staged")]
    public void HumanReward_Compiled_AgreesWithItsTwin(string name, string twin)
    {
        var entry = WorldCatalogue.Find(name);
        var world = entry.Create(50);
        world.Reset(5);
        var gripper = name.StartsWith("gripper-", StringComparison.Ordinal);
        IPolicy policy = gripper ? GripperScripts.Expert(Enum.Parse<GripperTask>(name["gripper-".Length..], ignoreCase: true)) : new Noise();
        using var record = Rollout.Collect(world, policy, 100, new(6));
        var compiled = new RewardCompiler().Compile(entry.Task!.HumanReward!, RewardContract.Of(world.Schema));
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Diagnostics));
        var (written, expected) = (new float[record.Count], new float[record.Count]);
        compiled.Program!.ToReward().Evaluate(record, written);
        world.Rewards.Single(reward => reward.Name == twin).Evaluate(record, expected);
        for (var i = 0; i < written.Length; i++) Assert.Equal(expected[i], written[i], gripper ? 0 : 2e-5f * Math.Max(1, Math.Abs(expected[i])));
        Assert.True(expected.Distinct().Count() > 50);
    }

    [Fact]
    public void Task_OfEveryControlWorld_SaysWhatIsWantedAndHowItIsCheated()
    {
        foreach (var entry in WorldCatalogue.All.Where(e => e.Create(1) is Goodhart.Worlds.Control.ControlWorld))
        {
            Assert.NotNull(entry.Task?.Success);
            Assert.True(entry.Task.Sentence.Length > 20 && entry.Task.Cheats?.Count > 0, entry.Name);
        }
    }

    /// <summary>Uniform over what may be done.</summary>
    private sealed class Noise : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions)
        {
            for (var i = 0; i < actions.Length; i++) actions[i] = actions.Length == now.Count ? rng.NextInt(2) : 2 * rng.NextSingle() - 1;
        }
    }
}
