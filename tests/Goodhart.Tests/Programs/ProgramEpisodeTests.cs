using Goodhart.Audit;
using Goodhart.Design;
using Goodhart.Optimization;
using Goodhart.Tests.Optimization;
using Goodhart.Worlds;
using static Goodhart.Tests.ProgramBench;

namespace Goodhart.Tests;

/// <summary>Rewards that remember an episode, beneath other rewards, in trainers and in measurements.</summary>
public sealed class ProgramEpisodeTests
{
    private const string counting = """
        double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
        {
            memory["steps"] += 1;
            memory["went", action.Index] += 1;
            parts["steps"] = memory["steps"];
            return 0.01 * memory["steps"] + (action.Index == 1 ? 0.1 : 0) - 0.001 * memory["went", 0];
        }
        """;

    [Fact]
    public void Begin_reaches_a_program_beneath_other_rewards()
    {
        using var program = Compile(Body("return memory[\"n\"] += 1;"));
        var reward = Reward.Sum("sum", program.ToReward().Clip(-100, 100).Weighted(2), Reward.Each<Transitions>("zero", (_, _) => 0).Weighted(1));
        Assert.True(reward.IsEpisodic);
        using var batch = Batch(4);
        var scores = new float[4];
        reward.Begin(2);
        reward.Evaluate(batch, scores);
        Assert.Equal([2f, 2, 4, 4], scores);
        reward.Begin(2);
        reward.Evaluate(batch, scores);
        Assert.Equal([2f, 2, 4, 4], scores);
    }

    [Fact]
    public void Memory_goes_with_its_copy_and_ends_with_its_episode()
    {
        using var program = Compile(Body("memory[\"a\", 3] += 1; return memory.Has(\"b\") ? -1 : memory[\"a\", 3];"));
        var reward = program.ToReward();
        using var batch = Batch(6);   // two copies, three steps; copy 1 is cut off after its second
        batch.Truncated[3] = true;
        var scores = new float[6];
        reward.Begin(2);
        reward.Evaluate(batch, scores);
        Assert.Equal([1f, 1, 2, 2, 3, 1], scores);
    }

    [Fact]
    public void Saved_memory_continues_and_another_programs_is_refused()
    {
        using RewardProgram program = Compile(Body("memory[\"n\"] += 1; memory[\"c\", 2] += 1; return memory[\"n\"] + 10 * memory[\"c\", 2];")), other = Compile(Body("return memory[\"m\"];"));
        IReward<Transitions> first = program.ToReward(), second = program.ToReward();
        using var batch = Batch(3);
        var scores = new float[3];
        first.Begin(2);
        first.Evaluate(batch, scores);
        var stream = new MemoryStream();
        ((IEpisodic)first).Save(new(stream));
        stream.Position = 0;
        ((IEpisodic)second).Load(new(stream));
        first.Evaluate(batch, scores);
        var expected = scores.ToArray();
        second.Evaluate(batch, scores);
        Assert.Equal(expected, scores);
        stream.Position = 0;
        Assert.Contains("holds 'c'", Assert.Throws<InvalidDataException>(() => ((IEpisodic)other.ToReward()).Load(new(stream))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reward_that_remembers_has_no_table()
    {
        using var program = Corridors(counting);
        Assert.Contains("remembers the episode", Assert.Throws<ArgumentException>(() => Corridor.Mdp().Tabulate(program.ToReward().Clip(-1, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_on_a_program_with_memory_resumes_bit_for_bit()
    {
        using var program = Corridors(counting);
        var options = new PolicyGradientOptions(Steps: 17, Epochs: 2, Minibatch: 64, LearningRate: 3e-3, Network: new(16));
        PolicyGradientTrainer New() => new(new Corridor(8), program.ToReward(), options, 4);
        using PolicyGradientTrainer straight = New(), first = New(), second = New();
        for (var i = 0; i < 6; i++) straight.Iterate();
        for (var i = 0; i < 3; i++) first.Iterate();
        var stream = new MemoryStream();
        first.Save(new(stream));
        stream.Position = 0;
        second.Load(new(stream));
        Assert.Equal(stream.Length, stream.Position);
        for (var i = 0; i < 3; i++) second.Iterate();
        Assert.Equal(Bytes(straight), Bytes(second));

        static byte[] Bytes(PolicyGradientTrainer trainer)
        {
            var whole = new MemoryStream();
            trainer.Save(new(whole));
            return whole.ToArray();
        }
    }

    [Fact]
    public void Every_measurement_begins_with_an_empty_memory()
    {
        var contract = RewardContract.Of(new NoisyWorld(1, 5).Schema);
        using var program = new RewardCompiler().Compile(Body("return memory[\"n\"] += 1;"), contract).Program!;
        var reward = program.ToReward();
        var nothing = HeldOut<Transitions>.Of(Reward.Each<Transitions>("nothing", (_, _) => 0));
        double Mean() => Measure.Sampled(n => new NoisyWorld(n, 5), new Still(), reward, nothing, 3, 1, new(Copies: 2), TestContext.Current.CancellationToken).Proxy.Estimate;
        Assert.Equal(3, Mean(), 1e-9);   // (1 + 2 + 3 + 4 + 5) / 5 in every episode
        Assert.Equal(3, Mean(), 1e-9);
    }

    private static RewardProgram Corridors(string text) => new RewardCompiler().Compile(text, RewardContract.Of(Corridor.Layout)).Program!;

    private sealed class Still : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions) => actions.Clear();
    }
}
