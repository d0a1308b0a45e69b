using Goodhart.Audit.Benches;

namespace Goodhart.Tests;

public sealed class OneToManyTests
{
    private static readonly AnswerSource<int> right = new("right", (n, _) => $"It is {n}.");
    private static readonly AnswerSource<int> wrong = new("wrong", (n, rng) => $"It is {rng.NextInt(10)}.");

    [Fact]
    public void Build_WrongOnesAreVerifiedDifferentAndInTurn()
    {
        AnswerSource<int> other = new("other", (n, rng) => $"So it's {rng.NextInt(10)}.");
        var rows = OneToManyBench.Build([3, 4, 5], n => $"Say {n}.", right, [wrong, other], IsRight, new(1), new(Wrong: 6));
        Assert.Equal(3, rows.Count);
        foreach (var (row, n) in rows.Zip([3, 4, 5]))
        {
            Assert.Equal([1, 0, 0, 0, 0, 0, 0], row.Gold);
            Assert.Equal(7, row.Answers.Select(a => a.Answer).Distinct().Count());
            Assert.DoesNotContain(row.Answers.Skip(1), a => IsRight(n, a.Answer));
            Assert.InRange(row.Names!.Count(name => name == "other"), 2, 4);
        }
    }

    [Fact]
    public void Build_TooFewWrongOnes_OrAWrongRightOne_IsTold()
    {
        var few = Assert.Throws<ArgumentException>(() => OneToManyBench.Build([3], n => "", right, [wrong], IsRight, new(1), new(Wrong: 20))).Message;
        Assert.Contains("Problem 0: 9 of 20 different wrong answers", few);
        Assert.Contains("Problem 0: the answer of 'wrong' is wrong", Assert.Throws<ArgumentException>(() => OneToManyBench.Build([-1], n => "", wrong, [right], IsRight, new(1))).Message);
        Assert.Contains("Wrong must be at least 2, was 1", Assert.Throws<ArgumentOutOfRangeException>(() => new OneToManyOptions(Wrong: 1)).Message);
        AnswerSource<int> wordy = new("wordy", (n, rng) => $"After some thought I am quite sure that it must be {rng.NextInt(10)}.");
        Assert.Contains("LengthBand (0.25)", Assert.Throws<ArgumentException>(() => OneToManyBench.Build([3], n => "", right, [wordy], IsRight, new(1), new(Wrong: 2))).Message);
    }

    [Fact]
    public void Giveaway_LengthTellsAll()
    {
        var audit = GiveawayAudit.Of(Bench((rng, isRight) => new string('a', (isRight ? 20 : 40) + rng.NextInt(10))), new(1));
        Assert.True(audit.Accuracy.Estimate > 0.99);
        Assert.False(audit.Fair);
        Assert.Equal(("characters", false), (audit.Features[0].Feature, audit.Features[0].RightIsHigher));
    }

    [Fact]
    public void Giveaway_MiddleLengthTells_ThoughNoDirectionDoes()
    {
        var audit = GiveawayAudit.Of(Bench((rng, isRight) => new string('a', isRight ? 30 : rng.NextInt(2) == 0 ? 15 : 60)), new(1));
        Assert.True(audit.Accuracy.Estimate > 0.9);
    }

    [Fact]
    public void Giveaway_TheSameLooks_TellNothing()
    {
        var audit = GiveawayAudit.Of(Bench((rng, _) => string.Join(' ', Enumerable.Range(0, 3 + rng.NextInt(20)).Select(_ => $"{rng.NextInt(1000)}")), rows: 400), new(1));
        Assert.True(audit.Fair);
        Assert.InRange(audit.Accuracy.Estimate, 0.42, 0.58);
        Assert.Contains("has 3 rows, too few for 5 folds", Assert.Throws<ArgumentException>(() => GiveawayAudit.Of(Bench((_, _) => "a", rows: 3), new(1))).Message);
    }

    [Fact]
    public void PairLogistic_FindsTheWeightsByNewton()
    {
        // One feature, four pairs won and one lost at distance 1: σ(w) = 4/5 up to the ridge, w = log 4.
        double[][] pairs = [[1], [1], [1], [1], [-1]];
        Assert.Equal(Math.Log(4), PairLogistic.Fit(pairs, 1e-9)[0], 1e-6);
        // With it the gradient vanishes: ridge·w = 4·(1 − σ(w)) − σ(w).
        var w = PairLogistic.Fit(pairs, 2)[0];
        Assert.Equal(2 * w, 4 - 5 / (1 + Math.Exp(-w)), 1e-8);
    }

    [Fact]
    public void Validity_ByHand()
    {
        string[] models = ["a", "b", "c", "d", "e"];
        double[] good = [1, 2, 3, 4, 5], gold = [2, 4, 6, 8, 10], bad = [3, 1, 3, 1, 3];
        Assert.Equal(1, BenchValidity.Of(good, gold, models, new(1)).Pearson.Estimate, 1e-12);
        // bad: deviations .8, −1.2, .8, −1.2, .8 against −2 … 2 have no correlation.
        Assert.Equal(1, BenchValidity.Difference(good, bad, gold, new(1)).Estimate, 1e-12);
        Assert.Contains("at least three", Assert.Throws<ArgumentException>(() => BenchValidity.Of([1, 2], [1, 2], ["a", "b"], new(1))).Message);
    }

    private static bool IsRight(int n, string text) => text.EndsWith($" {n}.", StringComparison.Ordinal);

    private static PreferenceBench Bench(Func<Generator, bool, string> write, int rows = 100)
    {
        var rng = new Generator(7);
        return new("b", [.. Enumerable.Range(0, rows).Select(i => BenchRow.Of($"{i}", [Exchange.Ask("?", write(rng, true))], [Exchange.Ask("?", write(rng, false)), Exchange.Ask("?", write(rng, false))]))]);
    }
}
