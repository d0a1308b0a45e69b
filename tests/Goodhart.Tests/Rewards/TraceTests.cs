using CsCheck;
using static Goodhart.Tests.Rows;

namespace Goodhart.Tests;

public sealed class TraceTests
{
    private static readonly IReward<Batch<float[]>> composed = Reward.Sum("total", Part(0).Weighted(2), Part(1).Clip(-1, 1).Weighted(-0.5f),
        Reward.Product("both", Part(2), Part(3)).Weighted(1), Part(4).LogSigmoid(1).Weighted(0.25f));

    [Fact]
    public void Total_IsTheWeightedSumOfWhatWasRecorded_ToTheBit() => Batches.Sample(batch =>
    {
        var trace = PartTrace.Of(composed, keep: true);
        var total = composed.Scores(batch, trace);
        Assert.Equal(total, trace.Last.ToArray());
        for (var i = 0; i < total.Length; i++)
        {
            var sum = trace.Children[0].Last[i] * trace.Children[0].Weight;
            foreach (var part in trace.Children.Skip(1)) sum += part.Weight * part.Last[i];
            Assert.Equal(sum, total[i]);
        }
    });

    [Fact]
    public void ScoresAndRecord_DoNotDependOnTheSplitIntoBatches() => Gen.Select(Gen.Int[1, 200], Gen.Int[1, 70], Gen.ULong).Sample((rows, size, seed) =>
    {
        var whole = Random(rows, 5, seed);
        PartTrace once = PartTrace.Of(composed), often = PartTrace.Of(composed);
        var scores = composed.Scores(whole, once);
        for (var at = 0; at < rows; at += size)
        {
            var piece = new Batch<float[]>([.. whole.Items.Skip(at).Take(size)]);
            Assert.Equal(scores.AsSpan(at, piece.Count).ToArray(), composed.Scores(piece, often));
        }

        foreach (var (a, b) in once.Flatten().Zip(often.Flatten()))
        {
            Assert.Equal((a.Path, a.Count, a.Min, a.Max), (b.Path, b.Count, b.Min, b.Max));
            Assert.Equal(a.Mean, b.Mean, 1e-12);
            Assert.Equal(a.Variance, b.Variance, 1e-11);
        }
    });

    [Fact]
    public void Record_MatchesTheMomentsOfItsScores() => Gen.Select(Gen.Int[1, 300], Gen.ULong).Sample((rows, seed) =>
    {
        var batch = Random(rows, 1, seed);
        var trace = PartTrace.Of(Part(0));
        double[] scores = [.. Part(0).Scores(batch, trace)];
        var moments = Goodhart.Statistics.Moments.Of(scores);
        Assert.Equal(moments.Mean, trace.Mean, 1e-13);
        Assert.Equal(moments.Variance, trace.Variance, 1e-12);
        Assert.Equal(((float)scores.Min(), (float)scores.Max()), (trace.Min, trace.Max));
    });

    [Fact]
    public void Record_OfConstants_HasVarianceExactlyZero()
    {
        var trace = PartTrace.Of(Part(0));
        Part(0).Scores(Column([.. Enumerable.Repeat(0.1f, 1001)]), trace);
        Assert.Equal(((double)0.1f, 0.0), (trace.Mean, trace.Variance));
    }

    [Fact]
    public void EnsembleAggregates_AreOrdered() => Batches.Sample(batch =>
    {
        IReward<Batch<float[]>>[] members = [Part(0), Part(1), Part(2)];
        float[] Of(Aggregate aggregate) => Reward.Ensemble("rm", members, aggregate).Scores(batch);
        float[] min = Of(new Aggregate.Min()), mean = Of(new Aggregate.Mean()), median = Of(new Aggregate.Median()), max = Of(new Aggregate.Max());
        float[] uwo = Of(new Aggregate.MeanMinusVariance()), std = Of(new Aggregate.MeanMinusStd(1, Ddof: 1));
        for (var i = 0; i < batch.Count; i++)
        {
            Assert.True(min[i] <= mean[i] + 1e-5f && mean[i] <= max[i] + 1e-5f && min[i] <= median[i] && median[i] <= max[i]);
            Assert.True(uwo[i] <= mean[i] && std[i] <= mean[i]);
        }
    });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void NotFinite_NamesPathAndSample_WithAndWithoutATrace(float bad)
    {
        // One position in the vectorised body, one in the tail.
        foreach (var at in new[] { 37, 66 })
        {
            var batch = Random(67, 5, seed: 1);
            batch[at][3] = bad;
            foreach (var trace in new[] { null, PartTrace.Of(composed) })
            {
                var error = Assert.Throws<RewardNumberException>(() => composed.Scores(batch, trace));
                Assert.Equal(("total/both/part3", at, bad), (error.Part, error.Sample, error.Score));
                Assert.Equal($"Reward part 'total/both/part3' scored sample {at} as {bad}; a score must be a finite number.", error.Message);
            }
        }
    }

    [Fact]
    public void Overflow_OfFiniteParts_NamesTheSum()
    {
        var sum = Reward.Sum("total", Part(0), Part(1));
        var error = Assert.Throws<RewardNumberException>(() => sum.Scores(Of([1, 1], [float.MaxValue, float.MaxValue])));
        Assert.Equal(("total", 1), (error.Part, error.Sample));
    }

    [Fact]
    public void Clear_ForgetsEverything()
    {
        var trace = PartTrace.Of(composed, keep: true);
        composed.Scores(Random(10, 5, 2), trace);
        trace.Clear();
        Assert.All(trace.Flatten(), part => Assert.Equal((0L, 0.0, 0.0, 0), (part.Count, part.Mean, part.Variance, part.Last.Length)));
    }

    [Fact]
    public void ScoringAndRecording_DoNotAllocate()
    {
        var reward = Reward.Sum("all", composed.Weighted(1), Reward.Ensemble("rm", [Part(0), Part(1)], new Aggregate.MeanMinusStd()).Weighted(1),
            Part(0, "gated").Gate(Part(1, "gate"), 0).Weighted(1), Part(2, "masked").Where((batch, applies) => applies.Fill(true)).Weighted(1),
            Reward.Or("or", Part(3).LogSigmoid(), Part(4).LogSigmoid()).Weighted(1));
        var (batch, scores, trace) = (Random(500, 5, 3), new float[500], PartTrace.Of(reward, keep: true));
        // The least of several rounds: a collection that another test causes may empty the shared pool once.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated(() => reward.Evaluate(batch, scores, trace))));
    }

    private static long Allocated(Action evaluate)
    {
        evaluate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) evaluate();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Gen<Batch<float[]>> Batches => Gen.Select(Gen.Int[1, 100], Gen.ULong).Select((rows, seed) => Random(rows, 5, seed));
}
