using static Goodhart.Tests.Rows;

namespace Goodhart.Tests;

public sealed class BatchTests
{
    private static readonly Schema schema = new([new("x")], new ActionSpace.Discrete(["go"]), States: 100);

    [Fact]
    public void FromRollout_GathersEpisodesOfEachCopyInOrderOfTime()
    {
        // Two copies, three steps; copy 0 terminates at t = 1, copy 1 is cut off at t = 0. x = 10·t + copy.
        using var rollout = new Transitions(schema, 6);
        for (var row = 0; row < 6; row++)
        {
            rollout.Observation(0)[row] = rollout.State[row] = 10 * (row / 2) + row % 2;
            rollout.Next(0)[row] = rollout.NextState[row] = rollout.State[row] + 10;
            (rollout.Terminated[row], rollout.Truncated[row], rollout.Action()[row]) = (row == 2, row == 1, row);
        }

        using var episodes = Trajectories.FromRollout(rollout, copies: 2);
        Assert.Equal([0, 2, 3, 4, 6], episodes.Episodes.Start.ToArray());
        Assert.Equal([0f, 10, 20, 1, 11, 21], episodes.Steps.Observation(0).ToArray());
        Assert.Equal([10, 20, 30, 11, 21, 31], episodes.Steps.NextState.ToArray());
        Assert.Equal([0f, 2, 4, 1, 3, 5], episodes.Steps.Action().ToArray());
        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(episodes.IsComplete));
        Assert.Equal([0 + .5 * 10, 20, 1, 11 + .5 * 21], episodes.Returns(episodes.Steps.Observation(0), gamma: .5));
    }

    [Fact]
    public void RewardOfTransitions_OverSteps_KeepsItsParts()
    {
        var x = Reward.From<Transitions>("x", (batch, scores) => batch.Observation(0).CopyTo(scores));
        var reward = Reward.Sum("total", x.Weighted(2), x.Clip(0, 1).Weighted(1)).OverSteps().Delta();
        using var steps = Straight(0.25f, 3, 1);
        var trace = PartTrace.Of(reward, keep: true);
        // totals 2x + min(x, 1): .75, 7, 3; delta .75 − 7, 7, 0
        Near(reward.Scores(new Trajectories(steps, new(0, 3)), trace), 1e-6, -6.25, 7, 0);
        Assert.Equal(["total.delta", "total.delta/total", "total.delta/total/x", "total.delta/total/x.clip", "total.delta/total/x.clip/x"],
            trace.Flatten().Select(part => part.Path));
        Assert.Equal(2, trace.Children[0].Children[0].Weight);
        Assert.Equal([0.25f, 3, 1], trace.Children[0].Children[0].Last.ToArray());
    }

    [Fact]
    public void Trajectories_ThatDoNotFitTheirSteps_SayWhat()
    {
        using var steps = Straight(1, 2, 3);
        Assert.Contains("offsets end at 2, but there are 3 steps", Assert.Throws<ArgumentException>(() => new Trajectories(steps, new(0, 2))).Message);
        Assert.Contains("Episode 1 is empty", Assert.Throws<ArgumentException>(() => new Trajectories(steps, new(0, 3, 3))).Message);
        Assert.Contains("3 rows do not divide by 2 copies", Assert.Throws<ArgumentException>(() => Trajectories.FromRollout(steps, 2)).Message);
        steps.Truncated[1] = true;
        Assert.Contains("Episode 0 ends at step 1, but its offsets hold 3 steps", Assert.Throws<ArgumentException>(() => new Trajectories(steps, new(0, 3))).Message);
    }

    [Fact]
    public void Completions_HoldTokensAndColumns()
    {
        var batch = new Completions(["1+1?", "2+2?"], ["2", "five"], new([7, 8, 9], Offsets.FromLengths(1, 2), [true, false, true]),
            new Dictionary<string, System.Collections.IList> { ["answer"] = new[] { 2, 4 } });
        var exact = Reward.Each<Completions>("exact", (b, i) => b.Texts[i] == $"{b.Column<int>("answer")[i]}" ? 1 : 0);
        Near(exact.Scores(batch), 0, 1, 0);
        Assert.Equal([8, 9], batch.Tokens!.Ids(1).ToArray());
        Assert.Equal([false, true], batch.Tokens!.Mask(1).ToArray());
    }

    [Fact]
    public void Completions_ThatDoNotFitTogether_SayWhat()
    {
        Assert.Contains("2 prompts and 1 completions", Assert.Throws<ArgumentException>(() => new Completions(["a", "b"], ["c"])).Message);
        Assert.Contains("1 completions and 2 token sequences", Assert.Throws<ArgumentException>(() => new Completions(["a"], ["b"], new([1, 2], new(0, 1, 2)))).Message);
        Assert.Contains("Offsets end at 3, but there are 2 token ids", Assert.Throws<ArgumentException>(() => new TokenSequences([1, 2], new(0, 3))).Message);
        Assert.Contains("mask has 1 entries for 2", Assert.Throws<ArgumentException>(() => new TokenSequences([1, 2], new(0, 2), [true])).Message);
        var columns = new Dictionary<string, System.Collections.IList> { ["answer"] = new[] { 2 } };
        Assert.Contains("Column 'answer' has 1 values for 2", Assert.Throws<ArgumentException>(() => new Completions(["a", "b"], ["c", "d"], columns: columns)).Message);
        var batch = new Completions(["a"], ["b"], columns: columns);
        Assert.Contains("No column 'label'. Columns: answer", Assert.Throws<ArgumentException>(() => batch.Column<int>("label")).Message);
        Assert.Contains("holds Int32[], not a list of String", Assert.Throws<ArgumentException>(() => batch.Column<string>("answer")).Message);
    }

    private static Transitions Straight(params float[] xs)
    {
        var steps = new Transitions(schema, xs.Length);
        xs.CopyTo(steps.Observation(0));
        steps.Terminated.Clear();
        steps.Truncated.Clear();
        return steps;
    }
}
