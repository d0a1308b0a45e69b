using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Tests;

public sealed class TabularWorldTests
{
    [Fact]
    public void Rollout_OfAPolicy_EarnsItsExactUndiscountedReturn()
    {
        // Mean reward over a horizon of 100 from the exact state distribution, step by step.
        var tomato = TomatoMdp.Build(TomatoLevel.Paper, new(Eps: 0.1));
        var (mdp, reward) = (tomato.Mdp, tomato.Mdp.Expect(tomato.Mdp.Tabulate(tomato.True)));
        var policy = Policies.Uniform(mdp);
        var (exact, at) = (0.0, mdp.Initial);
        for (var t = 0; t < 100; t++)
        {
            var next = new double[mdp.States];
            for (var pair = 0; pair < reward.Length; pair++)
            {
                var mass = at[pair / 4] / 4;
                exact += mass * reward[pair] / 100;
                for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) next[mdp.Next[k]] += mass * mdp.Probability[k];
            }

            at = next;
        }

        var world = TomatoWorld.Create(TomatoLevel.Paper, 2000, options: new(Eps: 0.1));
        world.Reset(5);
        using var batch = Rollout.Collect(world, policy, 100, new(6));
        var scores = new float[batch.Count];
        world.Rewards[1].Evaluate(batch, scores);
        Assert.Equal(exact, scores.Average(), 0.0005);   // about 5 standard errors
        Assert.All(batch.Truncated[^2000..].ToArray(), Assert.True);
        Assert.All(batch.Truncated[..^2000].ToArray(), Assert.False);
    }

    [Fact]
    public void Step_AtTheHorizon_StartsTheNextEpisodeAndKeepsTheArrival()
    {
        var world = TomatoWorld.Create(TomatoLevel.Paper, 3, horizon: 2);
        world.Reset(1);
        Assert.All(world.State.ToArray(), s => Assert.Equal(0, s));
        world.Step([2, 2, 2]);
        var first = world.ArrivedState[0];
        Assert.Equal(first, world.State[0]);
        world.Step([2, 3, 1]);
        Assert.All(world.Truncated.ToArray(), Assert.True);
        Assert.All(world.State.ToArray(), s => Assert.Equal(0, s));
        Assert.NotEqual(0, world.ArrivedState[0]);
        Assert.Equal(1, world.Observation[(world.Schema.Column("at 4,1") * 3) + 0]);
        Assert.Equal(0, world.Arrived[(world.Schema.Column("at 4,1") * 3) + 0]);
    }

    [Fact]
    public void Step_IntoATerminalState_TerminatesAndIsNotTruncated()
    {
        var world = new TabularWorld(TabularOracle.EndingRing(1, 1), [], 2, horizon: 1);
        world.Step([0, 1]);
        Assert.Equal([true, true], world.Terminated.ToArray());
        Assert.Equal([false, false], world.Truncated.ToArray());
        Assert.Equal([1, 1], world.ArrivedState.ToArray());
        Assert.Equal([0, 0], world.State.ToArray());
    }

    [Fact]
    public void Frequencies_OfManySteps_AreTheProbabilitiesOfTheProcess()
    {
        var mdp = RandomMdp.Create(5, 2, new(0.5), new(2));
        const int count = 200_000;
        var world = new TabularWorld(mdp, [], count);
        world.Reset(3);
        int[] from = world.State.ToArray();
        world.Step(new float[count]);
        for (var s = 0; s < 5; s++)
        {
            var visits = from.Count(f => f == s);
            Assert.Equal(0.2, visits / (double)count, 0.006);
            for (var k = mdp.Start[s * 2]; k < mdp.Start[s * 2 + 1]; k++)
            {
                var share = Enumerable.Range(0, count).Count(n => from[n] == s && world.ArrivedState[n] == mdp.Next[k]) / (double)visits;
                Assert.Equal(mdp.Probability[k], share, 0.015);
            }
        }
    }

    [Fact]
    public void Load_AfterSave_ContinuesBitExactly()
    {
        var first = TomatoWorld.Create(TomatoLevel.Paper, 50, 10, new(Eps: 0.3));
        var second = TomatoWorld.Create(TomatoLevel.Paper, 50, 10, new(Eps: 0.3));
        first.Reset(9);
        for (var i = 0; i < 7; i++) first.Step(Actions(i));
        using var stream = new MemoryStream();
        first.Save(new(stream));
        stream.Position = 0;
        second.Load(new(stream));
        for (var i = 7; i < 30; i++)
        {
            Assert.Equal(first.Observation.ToArray(), second.Observation.ToArray());
            Assert.Equal(first.Truncated.ToArray(), second.Truncated.ToArray());
            first.Step(Actions(i));
            second.Step(Actions(i));
            Assert.Equal(first.ArrivedState.ToArray(), second.ArrivedState.ToArray());
        }

        static float[] Actions(int i) => [.. Enumerable.Range(0, 50).Select(n => (float)((n * 7 + i) % 4))];
    }

    [Fact]
    public void Step_Repeated_AllocatesNothing()
    {
        var world = TomatoWorld.Create(TomatoLevel.Paper, 64);
        var actions = new float[64];
        world.Step(actions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 250; i++) world.Step(actions);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Step_WithAnActionThatIsNone_NamesTheCopyAndTheAction()
    {
        var world = TomatoWorld.Create(TomatoLevel.Paper, 2);
        Assert.Contains("Action of copy 1 must be a whole number in [0, 3], was 4", Assert.Throws<ArgumentException>(() => world.Step([0, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => world.Step([0, 0.5f]));
        Assert.Throws<ArgumentException>(() => world.Step([0, float.NaN]));
        Assert.Throws<ArgumentException>(() => world.Step([0]));
    }

    [Fact]
    public void Create_WithEpisodesThatStartAtTheirEnd_IsRefused()
    {
        var mdp = new TabularMdp(new([], new ActionSpace.Discrete(["a"]), 1), [0, 0], [], [], [1]);
        Assert.Contains("state 0 has initial probability 1", Assert.Throws<ArgumentException>(() => new TabularWorld(mdp, [], 1)).Message, StringComparison.Ordinal);
    }
}
