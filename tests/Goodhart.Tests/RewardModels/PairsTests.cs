using Goodhart.Feedback;
using Goodhart.Studies.Rewards;

namespace Goodhart.Tests.RewardModels;

public class PairsTests
{
    /// <summary>Six prompts with 1 … 6 pairs.</summary>
    private static readonly RewardPairs uneven = RewardPairs.Of(Enumerable.Range(1, 6).SelectMany(p => Enumerable.Range(1, p).Select(i => Pair($"q{p}", $"good {i}", $"bad {i}"))));

    [Fact]
    public void Of_GroupsByPrompt_AndLeavesOutWhatCannotBeCompared()
    {
        var pairs = RewardPairs.Of([Pair("a", "x", "y"), Pair("b", "x", "y"), Pair("a", "z", "y"), new(Exchange.Ask("c", "x"), Exchange.Ask("c", "y"), Choice.CannotCompare), new(Exchange.Ask("a", "x"), Exchange.Ask("a", "z"), Choice.Tie)]);
        Assert.Equal([0, 1, 0, 0], pairs.Prompt);
        Assert.Equal((2, 3), (pairs.Prompts, pairs.Decided));
    }

    [Fact]
    public void Split_KeepsPromptsWhole()
    {
        var (train, held) = uneven.Split(0.34, new Generator(1));
        Assert.Equal((4, 2), (train.Prompts, held.Prompts));
        Assert.Empty(train.Prompt.Intersect(held.Prompt));
        Assert.Equal(uneven.Pairs.Count, train.Pairs.Count + held.Pairs.Count);
        Assert.Equal(0, uneven.Split(0, new Generator(1)).HeldOut.Prompts);
        Assert.Equal(1, uneven.Split(0.01, new Generator(1)).HeldOut.Prompts);
        Assert.Throws<ArgumentOutOfRangeException>(() => uneven.Split(1, new Generator(1)));
    }

    [Fact]
    public void Folds_HoldEveryPromptOutOnce()
    {
        var folds = uneven.Folds(4, new Generator(3));
        Assert.Equal(Enumerable.Range(0, 6), folds.SelectMany(fold => fold.HeldOut.Prompt.Distinct()).Order());
        foreach (var (train, held) in folds) Assert.Equal(uneven.Pairs.Count, train.Pairs.Count + held.Pairs.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => uneven.Folds(7, new Generator(3)));
    }

    [Fact]
    public void Outcomes_CountTiesOfScoresHalf_AndLeaveTiesOfTheDataOut()
    {
        var pairs = RewardPairs.Of([Pair("a", "xx", "x"), Pair("a", "x", "xx"), Pair("b", "ab", "cd"), new(Exchange.Ask("b", "x"), Exchange.Ask("b", "xxxx"), Choice.Tie)]);
        var outcomes = PairOutcomes.Of(Reward.Each<Completions>("characters", (batch, i) => batch.Texts[i].Length), pairs);
        Assert.Equal([1, 0, 0.5], outcomes.Right);
        Assert.Equal([0, 0, 1], outcomes.Prompt);
        Assert.Equal(0.5, outcomes.Accuracy(new Generator(1)).Estimate);
    }

    /// <summary>Ten prompts of one hundred equal pairs each carry the information of ten.</summary>
    [Fact]
    public void Accuracy_HasAnIntervalOverPrompts()
    {
        double[] right = [.. Enumerable.Range(0, 1000).Select(i => i / 100 < 5 ? 1.0 : 0)];
        var clustered = new PairOutcomes(right, [.. Enumerable.Range(0, 1000).Select(i => i / 100)]).Accuracy(new Generator(1));
        var free = new PairOutcomes(right, [.. Enumerable.Range(0, 1000)]).Accuracy(new Generator(1));
        Assert.InRange(clustered.High - clustered.Low, 0.4, 0.8);   // ±1.96·√(.25/10) = ±.31
        Assert.InRange(free.High - free.Low, 0.05, 0.07);           // ±1.96·√(.25/1000) = ±.031
    }

    [Fact]
    public void Length_FollowsWhatTheTrainingPairsPrefer()
    {
        Assert.Equal(2, Score(LengthReward.Learn(RewardPairs.Of([Pair("a", "one two", "one")])), "x y"));
        Assert.Equal(-2, Score(LengthReward.Learn(RewardPairs.Of([Pair("a", "one", "one two")])), "x y"));
    }

    private static float Score(IReward<Completions> reward, string answer)
    {
        var scores = new float[1];
        reward.Evaluate(Completions.Of([Exchange.Ask("q", answer)]), scores);
        return scores[0];
    }

    internal static Preference<Exchange> Pair(string prompt, string better, string worse) => Preference.Of(Exchange.Ask(prompt, better), Exchange.Ask(prompt, worse));
}
