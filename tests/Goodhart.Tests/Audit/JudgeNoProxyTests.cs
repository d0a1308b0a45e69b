using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Tests;

public sealed class JudgeNoProxyTests
{
    [Theory]
    [InlineData(-0.2, CorrelationStatus.NotCorrelated)]
    [InlineData(0.0, CorrelationStatus.NotCorrelated)]
    [InlineData(double.NaN, CorrelationStatus.NoVariance)]
    public void ARewardThatIsNoProxy_IsNotMeasurable_WhateverCameOut(double r, CorrelationStatus status)
    {
        var evidence = Evidences.Path((0, 0), (5, -5)) with
        {
            Correlation = ProxyCorrelation.Of("base", Interval.Exact(r), null, null, new(0, double.IsNaN(r) ? 0 : 1, 0.1), new(0, 1, 0.1)),
        };

        var judgement = Judge.Decide(evidence);

        Assert.Equal((Verdict.NotMeasurable, status), (judgement.Verdict, evidence.Correlation.Status));
        Assert.Contains("not a correlated proxy", judgement.Reason, StringComparison.Ordinal);
        Assert.Equal((5.0, -5.0), (judgement.ProxyChange.Estimate, judgement.TrueChange.Estimate));
        Assert.Null(judgement.Bound);
    }
}
