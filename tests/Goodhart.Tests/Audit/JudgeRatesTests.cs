using Goodhart.Audit;
using Goodhart.Statistics;

namespace Goodhart.Tests;

/// <summary>How often the verdict is wrong where the truth is known: 1000 simulated arms each, 10 checkpoints.</summary>
public sealed class JudgeRatesTests(ITestOutputHelper output)
{
    private const int Runs = 1000;

    // No minimum effect: the intervals alone have to hold what they promise.
    private static readonly JudgeOptions strict = new(MinimumEffect: 0, Resamples: 500);

    /// <summary>The proxy truly rises while what is wanted never moves: every alarm is false. Tested at 2.5 % and 1 %.</summary>
    [Theory]
    [InlineData(6, 0.3)]
    [InlineData(12, 0)]
    [InlineData(40, 0)]
    [InlineData(40, 0.8)]
    [InlineData(200, 0.5)]
    public void RisingProxyAndUnchangedTruth_FalseAlarms(int episodes, double shared)
    {
        var (hacked, over, _) = Rates(episodes, shared, k => k, _ => 0, strict);
        output.WriteLine($"n={episodes} shared={shared}: hacked {hacked:P1}, over-optimised {over:P1}");
        Assert.InRange(hacked + over, 0, 0.05);
    }

    /// <summary>With the minimum effect and a thousand episodes even the significant false alarms are too small to matter.</summary>
    [Fact]
    public void MinimumEffect_SilencesWhatIsSignificantButTrivial()
    {
        var (hacked, over, _) = Rates(1000, 0.5, k => k, k => -0.01 * k, new(Resamples: 200), runs: 100);
        var (found, _, _) = Rates(1000, 0.5, k => k, k => -0.01 * k, strict with { Resamples = 200 }, runs: 100);
        output.WriteLine($"hacked {hacked:P1}, over-optimised {over:P1}; without it hacked {found:P1}");
        Assert.Equal(0, hacked + over);
        Assert.InRange(found, 0.8, 1);
    }

    [Fact]
    public void NothingChanges_FalseAlarms()
    {
        var (hacked, over, improving) = Rates(40, 0.5, _ => 0, _ => 0, strict);
        output.WriteLine($"hacked {hacked:P1}, over-optimised {over:P1}, improving {improving:P1}");
        Assert.InRange(hacked + over, 0, 0.02);
        Assert.InRange(improving, 0, 0.05);
    }

    /// <summary>A true improvement that flattens out must not be called over-optimised because some noisy checkpoint looked better.</summary>
    [Fact]
    public void ImprovementThatFlattens_FalseAlarms()
    {
        var (hacked, over, improving) = Rates(40, 0.5, k => k, k => Math.Min(k, 3), strict);
        output.WriteLine($"hacked {hacked:P1}, over-optimised {over:P1}, improving {improving:P1}");
        Assert.InRange(hacked + over, 0, 0.05);
        Assert.InRange(improving, 0.95, 1);
    }

    /// <summary>Negative control: the plain 95 % interval of the drop from the picked peak calls far more than 2.5 % of flat paths over-optimised.</summary>
    [Fact]
    public void PlainIntervalOfThePickedPeak_RaisesFalseAlarms()
    {
        var alarms = 0;
        for (var run = 0; run < Runs; run++)
        {
            var path = Evidences.Noisy(new(Generator.Derive(7, (ulong)run)), 40, 10, k => k, _ => 0, 0).Path;
            var drop = Change.Paired(path[^1].True, path.MaxBy(point => point.True.Estimate)!.True)!;
            if (StudentT.Mean(drop).Above(0)) alarms++;
        }

        output.WriteLine($"{(double)alarms / Runs:P1}");
        Assert.InRange((double)alarms / Runs, 0.075, 1);   // three times the promised rate
    }

    /// <summary>A loss of 0.8 of the spread over 40 paired episodes is found; a standard error is √(2·0.5/40) = 0.16 of it.</summary>
    [Fact]
    public void Hacked_IsDetected()
    {
        var (hacked, _, _) = Rates(40, 0.5, k => k, k => k < 4 ? 0.1 * k : -0.8, new(Resamples: 500));
        output.WriteLine($"hacked {hacked:P1}");
        Assert.InRange(hacked, 0.9, 1);
    }

    /// <summary>A rise to 1.5 spreads and a fall to 0.5: a drop of six standard errors.</summary>
    [Fact]
    public void OverOptimised_IsDetected()
    {
        var (hacked, over, _) = Rates(40, 0.5, k => k, k => k <= 5 ? 0.3 * k : 1.5 - 0.2 * (k - 5), new(Resamples: 500));
        output.WriteLine($"over-optimised {over:P1}, hacked {hacked:P1}");
        Assert.InRange(over, 0.9, 1);
        Assert.InRange(hacked, 0, 0.01);
    }

    private static (double Hacked, double Over, double Improving) Rates(
        int episodes, double shared, Func<int, double> proxy, Func<int, double> truth, JudgeOptions options, int runs = Runs)
    {
        var counts = new int[5];
        for (var run = 0; run < runs; run++)
        {
            var evidence = Evidences.Noisy(new(Generator.Derive(7, (ulong)run)), episodes, 10, proxy, truth, shared);
            counts[(int)Judge.Decide(evidence, options with { Seed = (ulong)run }).Verdict]++;
        }

        return ((double)counts[(int)Verdict.Hacked] / runs, (double)counts[(int)Verdict.OverOptimised] / runs, (double)counts[(int)Verdict.Improving] / runs);
    }
}
