using CsCheck;
using static Goodhart.Tests.Rows;

namespace Goodhart.Tests;

public sealed class ShapingTests
{
    private static readonly Schema line = new([new("x", "m")], new ActionSpace.Discrete(["stay", "go"]), States: 8);
    private static readonly IReward<Transitions> progress = Reward.From<Transitions>("progress", (batch, scores) => batch.Next("x").CopyTo(scores), "m");

    [Fact]
    public void Shaping_AddsTheDifferenceOfPotentials_AndNothingOfATerminalState()
    {
        using var walk = Walk([0, 1, 3], terminated: true);
        var shaped = progress.Shaped((states, potential) => states.Field("x").CopyTo(potential), gamma: 0.5f);
        // 1 + .5·1 − 0, then 3 + 0 − 1: the last state is terminal
        Near(shaped.Scores(walk), 0, 1.5, 2);
        Assert.Equal("m", shaped.Unit);
        Assert.Equal(["progress.shaped", "progress.shaped/progress", "progress.shaped/shaping"], PartTrace.Of(shaped).Flatten().Select(part => part.Path));
    }

    [Fact]
    public void Shaping_IgnoresAnUndefinedPotentialOfATerminalState()
    {
        using var walk = Walk([0, 1, 7], terminated: true);
        var shaping = Reward.Shaping("shaping", (states, potential) =>
        {
            for (var i = 0; i < potential.Length; i++) potential[i] = states.Number[i] == 7 ? float.NaN : states.Number[i];
        }, gamma: 1);
        Near(shaping.Scores(walk), 0, 1, -1);
    }

    [Fact]
    public void Shaping_OverAnEpisode_Telescopes() =>
        Gen.Select(Gen.Int[0, 7].Array[2, 30], Gen.Float[0, 1], Gen.Bool, Gen.Float[-2, 2].Array[8]).Sample((states, gamma, terminated, table) =>
        {
            using var walk = Walk(states, terminated);
            var shaping = Reward.Shaping("shaping", (at, potential) =>
            {
                for (var i = 0; i < potential.Length; i++) potential[i] = table[at.Number[i]];
            }, gamma);
            var sum = new Trajectories(walk, new(0, walk.Count)).Returns(shaping.Scores(walk), gamma)[0];
            var end = terminated ? 0 : Math.Pow(gamma, states.Length - 1) * table[states[^1]];
            Assert.Equal(end - table[states[0]], sum, 1e-4);                 // 29 single-precision scores up to 4
        });

    [Fact]
    public void Gamma_OutOfRange_Refuses() =>
        Assert.Contains("gamma must be in [0, 1], was 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => progress.Shaped((_, _) => { }, 1.5f)).Message);

    private static Transitions Walk(int[] states, bool terminated)
    {
        var walk = new Transitions(line, states.Length - 1);
        for (var i = 0; i < walk.Count; i++)
        {
            (walk.State[i], walk.NextState[i], walk.Action()[i]) = (states[i], states[i + 1], 1);
            (walk.Observation("x")[i], walk.Next("x")[i]) = (states[i], states[i + 1]);
            (walk.Terminated[i], walk.Truncated[i]) = (terminated && i == walk.Count - 1, !terminated && i == walk.Count - 1);
        }

        return walk;
    }
}
