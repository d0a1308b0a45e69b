using static Goodhart.Tests.Rows;

namespace Goodhart.Tests;

public sealed class EnsembleTests
{
    private static readonly IReward<Batch<float[]>>[] three = [Part(0), Part(1), Part(2)];

    public static TheoryData<Aggregate, double> Aggregates => new()
    {
        // members 1, 2, 6: mean 3, squares 4 + 1 + 9 = 14
        { new Aggregate.Mean(), 3 },
        { new Aggregate.Median(), 2 },
        { new Aggregate.Min(), 1 },
        { new Aggregate.Max(), 6 },
        { new Aggregate.MeanMinusVariance(0.5f), 3 - 0.5 * 14 / 3 },
        { new Aggregate.MeanMinusVariance(0.5f, Ddof: 1), 3 - 0.5 * 7 },
        { new Aggregate.MeanMinusStd(2), 3 - 2 * Math.Sqrt(14 / 3.0) },
        { new Aggregate.MeanMinusStd(2, Ddof: 1), 3 - 2 * Math.Sqrt(7) },
    };

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void Aggregate_ByHand(Aggregate aggregate, double expected) =>
        Near(Reward.Ensemble("rm", three, aggregate).Scores(Of([1, 2, 6], [6, 1, 2])), 1e-6, expected, expected);

    [Fact]
    public void Median_OfAnEvenNumber_IsTheMiddle() =>
        Near(Reward.Ensemble("rm", [Part(0), Part(1)], new Aggregate.Median()).Scores(Of([1, 4])), 0, 2.5);

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void IdenticalMembers_EqualTheSingleOne_ToTheBit(Aggregate aggregate, double _)
    {
        var batch = Random(1000, 1, seed: 8);
        IReward<Batch<float[]>>[] copies = [.. Enumerable.Range(0, 5).Select(k => Part(0, $"copy{k}"))];
        Assert.Equal(Part(0).Scores(batch), Reward.Ensemble("rm", copies, aggregate).Scores(batch));
    }

    [Fact]
    public void Centring_RemovesTheConstantsOfTheMembers()
    {
        // The second member is the first plus 100; centred on {0, 2} (means 1 and 101) they agree.
        IReward<Batch<float[]>>[] members = [Part(0), Part(0).Centre(-100, "shifted")];
        var reference = Column(0, 2);
        Near(Reward.Ensemble("rm", members, new Aggregate.MeanMinusVariance(), reference).Scores(Column(5)), 1e-5, 4);
        Near(Reward.Ensemble("rm", members, new Aggregate.MeanMinusVariance()).Scores(Column(5)), 1e-3, 55 - 0.5 * 2500);
    }

    [Fact]
    public void OneMember_HasNoSampleVariance()
    {
        Assert.Equal("Ensemble 'rm' has 1 member, whose variance with ddof 1 is undefined; expected at least 2.",
            Assert.Throws<ArgumentException>(() => Reward.Ensemble("rm", [Part(0)], new Aggregate.MeanMinusVariance(0.5f, Ddof: 1))).Message);
        Near(Reward.Ensemble("rm", [Part(0)], new Aggregate.MeanMinusVariance(0.5f)).Scores(Column(3)), 0, 3);
        Assert.Contains("ddof must be 0 or 1, was 2", Assert.Throws<ArgumentException>(() => Reward.Ensemble("rm", three, new Aggregate.MeanMinusStd(1, 2))).Message);
        Assert.Contains("lambda must be finite and not negative, was -1", Assert.Throws<ArgumentException>(() => Reward.Ensemble("rm", three, new Aggregate.MeanMinusStd(-1))).Message);
    }

    [Fact]
    public void MembersInDifferentUnits_AreRefused() =>
        Assert.Contains("compares 'part0' in 1 with 'part1' in m", Assert.Throws<ArgumentException>(() =>
            Reward.Ensemble("rm", [Part(0), Part(1, unit: "m")], new Aggregate.Min())).Message);

    [Fact]
    public void NaNOfAMember_NamesTheMemberAndTheSample()
    {
        var error = Assert.Throws<RewardNumberException>(() => Reward.Ensemble("rm", three, new Aggregate.Min()).Scores(Of([1, 2, 3], [1, float.NaN, 3])));
        Assert.Equal(("rm/part1", 1), (error.Part, error.Sample));
    }
}
