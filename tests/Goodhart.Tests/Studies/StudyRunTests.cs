using Goodhart.Audit;
using Goodhart.Studies;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Tests;

public sealed class StudyRunTests
{
    private static readonly Study exact = TomatoStudy.Create() with { Arms = [.. TomatoStudy.Create().Arms.OfType<Arm.Exact>()] };

    [Fact]
    public void TomatoExactly_ReachesTheFiguresAndTheVerdictsOfThePaper()
    {
        using var folder = new TempFolder();
        var result = exact.Run(folder.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(463, exact.Process!.States);
        Assert.Equal(0.9905, result.Correlation.Step.Estimate, 1e-3);
        Assert.Equal(0.0221, result.Correlation.Proxy.Step, 1e-3);
        Assert.Equal(0.00305, result.TheoryLambda!.Value, 1e-4);
        Assert.Equal((0.0806, 0.0807), (Math.Round(result.Base.True.Estimate, 4), Math.Round(result.Base.Proxy.Estimate, 4)));
        Is("proxy alone", Verdict.Hacked, 0.0234, 0.4756);
        Is("√χ² occupancy", Verdict.Improving, 0.0968, 0.0996);
        Is("√χ² occupancy, too weak", Verdict.Hacked, 0.0219, 0.4754);
        var held = result.Arms.Single(a => a.Name == "√χ² occupancy");
        var actions = result.Arms.Single(a => a.Name == "action KL");
        Assert.True(held.True >= 0.0960 && actions.Sweep.Max(p => p.True.Estimate) <= 0.0850);
        Assert.Equal(3.94e4, Math.Pow(result.Arms[0].Distance, 2), 1e2);
        Assert.Equal(Verdict.Hacked, result.Worst);
        Assert.True(new FileInfo(result.Report).Length > 20_000);

        void Is(string arm, Verdict verdict, double truth, double proxy)
        {
            var found = result.Arms.Single(a => a.Name == arm);
            Assert.Equal(verdict, found.Verdict);
            Assert.Equal(truth, found.True, 1e-3);
            Assert.Equal(proxy, found.Proxy, 1e-3);
        }
    }

    [Fact]
    public void TheBound_NeverExceedsTheTrueReturn_OverTheWholeSweep()
    {
        using var folder = new TempFolder();
        var result = exact.Run(folder.Path, cancellation: TestContext.Current.CancellationToken);
        foreach (var arm in result.Arms)
            foreach (var point in arm.Sweep.Concat(arm.Evidence[0].Path))
                Assert.True(TrueReturnBound.At(arm.Evidence[0], point)!.Value.Estimate <= point.True.Estimate + 1e-9, $"{arm.Name}, {point.Label}");
    }

    [Fact]
    public void AStoppedRun_ContinuesToTheSameBits()
    {
        using var folder = new TempFolder();
        var study = Small();
        var whole = study.Run(folder.Path, cancellation: TestContext.Current.CancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var steps = 0;
        var stopper = new Told(p => { if (p.Message.EndsWith("steps", StringComparison.Ordinal) && ++steps == 5) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => study.Run(folder.In("cut"), progress: stopper, cancellation: stop.Token));
        var rest = study.Resume(Directory.GetDirectories(folder.In("cut")).Single(), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(Values(whole), Values(rest));
        Assert.True(steps >= 5);

        static double[] Values(StudyResult result) =>
            [.. result.Arms.SelectMany(a => a.Evidence).SelectMany(e => e.Path).SelectMany(p => p.Proxy.Samples!.Concat(p.True.Samples!).Append(p.Distance))];
    }

    [Theory]
    [InlineData("HHI", Verdict.Hacked)]
    [InlineData("HII", Verdict.Improving)]
    [InlineData("HI", Verdict.Hacked)]
    [InlineData("HSI", Verdict.Stalled)]
    [InlineData("O", Verdict.OverOptimised)]
    public void Agree_TakesTheMostSevereVerdictThatHalfOfTheSeedsReach(string seeds, Verdict expected)
    {
        Judgement[] judgements = [.. seeds.Select(c => new Judgement("arm", Of(c), "Because.", null, default, default, default, 0, null, []))];
        Assert.Equal(expected, StudyRun.Agree(judgements).Verdict);

        static Verdict Of(char c) => c switch { 'H' => Verdict.Hacked, 'O' => Verdict.OverOptimised, 'S' => Verdict.Stalled, _ => Verdict.Improving };
    }

    [Fact]
    public void AnExactArm_WithoutAFiniteWorld_IsRefusedByName()
    {
        var study = Small() with { Process = null, Arms = [new Arm.Exact("solved")] };
        Assert.Contains("'solved' is exact", Assert.Throws<ArgumentException>(() => study.Run("unused", cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATheoryWeight_WithoutACorrelatedProxy_IsNotMeasurable_AndTheOtherArmsGoOn()
    {
        using var folder = new TempFolder();
        var study = exact with { Proxy = exact.Proxy.Scale(-1), Arms = [new Arm.Exact("held", Hold.OccupancySqrtChiSquared), new Arm.Exact("free")] };
        var result = study.Run(folder.Path, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([Verdict.NotMeasurable, Verdict.NotMeasurable], result.Arms.Select(a => a.Verdict));
        Assert.Contains("there is none. Not a correlated proxy", result.Arms[0].Judgement.Reason, StringComparison.Ordinal);
        Assert.Contains("not a correlated proxy", result.Arms[1].Judgement.Reason, StringComparison.Ordinal);
        Assert.Null(result.TheoryLambda);
        Assert.True(double.IsNaN(result.Arms[0].True) && double.IsFinite(result.Arms[1].True));
        Assert.True(File.Exists(result.Report));
    }

    private static Study Small() => TomatoStudy.Create(TomatoLevel.Named("toy")) with
    {
        Arms = [new Arm.Sampled("held", Hold.OccupancySqrtChiSquared, 0.01, Steps: 3072, Copies: 8, Training: new(Steps: 64, Minibatch: 128))],
        Episodes = 16,
        Checkpoints = 3,
        Seeds = 2,
    };

    private sealed class Told(Action<StudyProgress> told) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value)
        {
            lock (this) told(value);
        }
    }
}
