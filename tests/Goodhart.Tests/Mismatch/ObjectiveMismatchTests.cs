using System.Text;
using Goodhart.Audit.Mismatch;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests;

public sealed class ObjectiveMismatchTests
{
    private const string File = """
        model,recipe,accuracy,reward,on_policy_accuracy,kl,gold,length
        a,weak,0.7,1.5,0.68,0.2,0.4,12
        b,weak,0.8,1.0,,0.3,0.9,
        """;

    [Fact]
    public void AChainThatHolds_IsIntact()
    {
        var report = ObjectiveMismatch.Audit(Runs(30, "r", (q, noise) => (q, q + noise, q + noise, q)), new(1));
        Assert.All(report.Links.Where(l => l.Name != "L4"), l => Assert.Equal(LinkStatus.Holds, l.Status));
        Assert.True(Assert.Single(report.Breaks).Intact);
        Assert.InRange(report.Index("r"), 0, 0.05);
    }

    [Fact]
    public void MoreRewardThatIsWorse_BreaksTheThirdLink()
    {
        var report = ObjectiveMismatch.Audit(Runs(30, "r", (q, noise) => (q, -q + noise, q + noise, q)), new(1));
        var point = Assert.Single(report.Breaks);
        Assert.Equal(("L2", "accuracy"), (point.Link!.Name, point.Link.X));   // accuracy and reward part before reward and gold do
        Assert.Equal(LinkStatus.Broken, report.Link("L3", "reward", "r")!.Status);
        Assert.Equal(LinkStatus.Holds, report.Link("L1", "accuracy", "r")!.Status);
    }

    [Fact]
    public void ARewardModelThatNoLongerKnowsThePolicy_IsNamedAsTheCause()
    {
        var report = ObjectiveMismatch.Audit(Runs(20, "r", (q, noise) => (q, q, noise, 0.5)), new(1));
        var point = Assert.Single(report.Breaks);
        Assert.True(point.OffPolicy);
        Assert.StartsWith("Distribution shift (measured)", point.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void RecipesThatDifferInBoth_MakeALinkOfNothing_WhichOnlyPoolingShows()
    {
        AlignmentRun[] runs = [.. Runs(40, "weak", (q, noise) => (q, noise, noise, q), seed: 2), .. Runs(40, "strong", (q, noise) => (q, 8 + noise, 8 - noise, q), seed: 3)];
        var report = ObjectiveMismatch.Audit(runs, new(1));
        Assert.True(report.Link("L3", "reward", null)!.Spearman.Low > 0.5);
        Assert.Equal(LinkStatus.Broken, report.Link("L3", "reward", "strong")!.Status);
    }

    [Fact]
    public void ShuffledEvaluations_LeaveLinksWhoseIntervalsHoldZero()
    {
        var rng = new Generator(9);
        var outside = 0;
        for (var i = 0; i < 40; i++)
        {
            var runs = Runs(24, "r", (q, noise) => (q, q + noise, rng.NextNormal(), q), seed: (ulong)i);
            var link = ObjectiveMismatch.Audit(runs, new(1), new(Resamples: 400)).Link("L3", "reward", "r")!;
            if (link.Spearman.Above(0) || link.Spearman.Below(0)) outside++;
        }

        Assert.InRange(outside, 0, 6);   // 5 % of 40 are 2; seven or more have a chance below 1 %
    }

    [Fact]
    public void FewerThanEightRuns_AreInsufficient_AndNothingIsDeclaredBroken()
    {
        var report = ObjectiveMismatch.Audit(Runs(7, "r", (q, noise) => (q, -q, q, q)), new(1));
        Assert.All(report.Links, l => Assert.Equal(LinkStatus.Insufficient, l.Status));
        Assert.Equal((null, false), (report.Breaks[0].Link, report.Breaks[0].Measurable));
    }

    [Fact]
    public void ACovariateThatExplainsALink_IsHeldFixed()
    {
        var rng = new Generator(4);
        AlignmentRun[] runs = [.. Enumerable.Range(0, 200).Select(i =>
        {
            var length = rng.NextNormal();
            return new AlignmentRun($"m{i}", "r", 0.7, length + 0.5 * rng.NextNormal()) { Evaluations = new Dictionary<string, double> { ["wins"] = length + 0.5 * rng.NextNormal(), ["length"] = length } };
        })];
        var link = ObjectiveMismatch.Audit(runs, new(1), new(Covariates: ["length"])).Link("L3", "reward", "r", "wins")!;
        Assert.True(link.Spearman.Low > 0.6);
        Assert.InRange(link.Partial!.Value.Estimate, -0.2, 0.2);
    }

    [Fact]
    public void AFile_IsReadWithItsEvaluations()
    {
        var runs = Read(File);
        Assert.Equal(new("a", "weak", 0.7, 1.5) { OnPolicyAccuracy = 0.68, Kl = 0.2, Evaluations = runs[0].Evaluations }, runs[0]);
        Assert.Equal([("gold", 0.4), ("length", 12)], runs[0].Evaluations.Select(e => (e.Key, e.Value)));
        Assert.Equal((null, 1), (runs[1].OnPolicyAccuracy, runs[1].Evaluations.Count));
    }

    [Theory]
    [InlineData("model,accuracy,gold\na,0.7,1\n", "runs.csv, row 1 (line 2), column 'reward': the column is missing; the row has model, accuracy, gold.")]
    [InlineData("model,accuracy,reward,gold\na,70,1,1\n", "runs.csv, row 1 (line 2), column 'accuracy': an accuracy in [0, 1] was expected, found 70.")]
    [InlineData("model,accuracy,reward,gold\na,.7,1,good\n", "runs.csv, row 1 (line 2), column 'gold': a number was expected, found 'good'.")]
    [InlineData("model,accuracy,reward\n", "runs.csv: the file holds no run.")]
    public void ADamagedFile_IsOneLine(string text, string expected) => Assert.Equal(expected, Assert.Throws<ScoreFileException>(() => Read(text)).Message);

    [Fact]
    public void AnUnknownEvaluation_IsAnsweredWithTheNearest()
    {
        var mistake = Assert.Throws<ArgumentException>(() => ObjectiveMismatch.Audit(Read(File), new(1), new(Main: "glod")));
        Assert.StartsWith("No run was evaluated by 'glod'. Did you mean 'gold'?", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCommand_TellsWhereTheChainBreaks()
    {
        using var temp = new TempFolder();
        var text = new StringBuilder("model,recipe,accuracy,reward,gold\n");
        for (var i = 0; i < 12; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"m{i},beta 0.1,{0.6 + i / 100.0},{i},{-i}\n");
        await System.IO.File.WriteAllTextAsync(temp.In("runs.csv"), text.ToString(), TestContext.Current.CancellationToken);
        var call = await Invocation.Of("audit", "mismatch", temp.In("runs.csv"), "--fail-on-break");
        Assert.Equal((3, ""), (call.Code, call.Err));
        Assert.Contains("beta 0.1: Proxy error", call.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await Invocation.Of("audit", "mismatch", temp.In("runs.csv"), "--json")).Code);
    }

    private static IReadOnlyList<AlignmentRun> Read(string text) => RunsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "runs.csv");

    /// <summary>Runs of reward models of rising quality q; made says accuracy, reward, gold and accuracy on policy from q and a small noise.</summary>
    private static AlignmentRun[] Runs(int count, string recipe, Func<double, double, (double Accuracy, double Reward, double Gold, double OnPolicy)> made, ulong seed = 1)
    {
        var rng = new Generator(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (accuracy, reward, gold, onPolicy) = made(0.6 + 0.3 * i / count, 0.01 * rng.NextNormal());
            return new AlignmentRun($"m{i}", recipe, accuracy, reward) { OnPolicyAccuracy = onPolicy, Evaluations = new Dictionary<string, double> { ["gold"] = gold } };
        })];
    }
}
