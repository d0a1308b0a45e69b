using System.Text.Json;
using Goodhart.Data;

namespace Goodhart.Tests;

public sealed class DataCheckTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private static DataReport Run(IReadOnlyList<string> paths, DataCheckOptions? options = null) => DataCheck.Run(paths, options, null, TestContext.Current.CancellationToken);

    private static string Row(string prompt, string chosen, string rejected) => JsonSerializer.Serialize(new { prompt, chosen, rejected });

    private string Write(string name, params IEnumerable<string> rows) => temp.File(name, string.Join('\n', rows) + "\n");

    private static string Long(int seed, int words = 60)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, words).Select(_ => $"w{random.Next(500)}"));
    }

    [Fact]
    public void Duplicates_AreFound_ExactAndNear_AndOnlyThose()
    {
        var near = Long(3).Split(' ');
        near[30] = "changed";
        var file = Write("a.jsonl", Row("p one", Long(1), Long(2)), Row("p  ONE ", Long(1).ToUpperInvariant(), Long(2)), Row("p two", Long(3), Long(4)), Row("p two", string.Join(' ', near), Long(4)), Row("p three", Long(5), Long(6)), Row("other", Long(3), Long(7)));
        var report = Run([file]);
        Assert.Equal((1, 1), (report.Duplicates.Exact, report.Duplicates.Near));
        Assert.Equal([$"has the prompt and answers of {file}, row 1 (line 1)", $"nearly {file}, row 3 (line 3): "], report.Duplicates.Examples.Select(e => e.Text.Split(": ")[0] + (e.Text.Contains(": ", StringComparison.Ordinal) ? ": " : "")));
    }

    [Fact]
    public void Leakage_TellsPromptsAnswersAndNearRows()
    {
        var test = Write("test.jsonl", Row("p one", Long(1), Long(2)), Row("p two", Long(3), Long(4)));
        var near = Long(4).Split(' ');
        near[10] = "changed";
        var train = Write("train.jsonl", Row("P ONE", Long(8), Long(9)), Row("p two", Long(3), "else"), Row("p two!", string.Join(' ', near), Long(3)), Row("p four", Long(5), Long(6)));
        var leak = Run([train], new(Against: [test])).Leakage!;
        Assert.Equal((2, 1, 1), (leak.Prompts, leak.Answers, leak.Near));
    }

    [Fact]
    public void SidesOfTheBetterAnswer_AreMeasured()
    {
        // The longer wins 3 of 4 and one is as long as the other: length alone tells (3 + ½)/5. The only one with a list wins 1 of 1.
        var file = Write("a.jsonl", Row("1", "aaaa", "b"), Row("2", "- a\n- b", "c"), Row("3", "aaa", "b"), Row("4", "a", "bb"), Row("5", "a", "b"));
        var report = Run([file], new(Worst: 1)).Preferences!;
        Assert.Equal((5, 0, 0.75, 0.7), (report.First, report.Second, report.Length.Estimate, report.LengthAccuracy.Estimate));
        Assert.Null(report.Position);
        Assert.Equal((1, 1), (report.Features.Single(f => f.Feature == "list").Pairs, report.Features.Single(f => f.Feature == "list").Preferred.Estimate));
        Assert.EndsWith("row 2 (line 2)", Assert.Single(report.Steepest).Place, StringComparison.Ordinal);
        // Wilson for 3 of 4: (0.75 + z²/8 ± z·√(0.75·0.25/4 + z²/64))/(1 + z²/4), z = 1.96.
        Assert.Equal((0.3006, 0.9544), (Math.Round(report.Length.Low, 4), Math.Round(report.Length.High, 4)));
    }

    [Fact]
    public void PairsOfOneRow_AreNotIndependentWitnesses()
    {
        static IEnumerable<string> Rows(int times) => Enumerable.Range(0, 40).Select(i => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["instruction"] = $"q{i}",
            ["response1"] = "a",
            ["response2"] = "b",
            ["annotator1"] = i % 4 == 0 ? 1 : 2,
        }.Concat(Enumerable.Range(2, times - 1).Select(k => KeyValuePair.Create($"annotator{k}", (object)(i % 4 == 0 ? 1 : 2)))).ToDictionary()));
        var once = Run([Write("once.jsonl", Rows(1))]).Preferences!.Position!.Value;
        var often = Run([Write("often.jsonl", Rows(5))]).Preferences!.Position!.Value;
        Assert.Equal((0.25, 0.25), (once.Estimate, often.Estimate));
        Assert.Equal(once.Low, often.Low, 6);
    }

    [Fact]
    public void Agreement_IsThatOfTheAnnotators()
    {
        static string Panda(int i, int a, int b, int c) => JsonSerializer.Serialize(new { instruction = $"q{i}", response1 = "x", response2 = "y", annotator1 = a, annotator2 = b, annotator3 = c });
        var agreed = Assert.Single(Run([Write("a.jsonl", Enumerable.Range(0, 12).Select(i => Panda(i, i % 3, i % 3, i % 3)))]).Agreement);
        Assert.Equal(("choice", 12, 36, 1, 1), (agreed.Label, agreed.Items, agreed.Labels, agreed.Alpha, agreed.Kappa));
        var apart = Assert.Single(Run([Write("b.jsonl", Enumerable.Range(0, 12).Select(i => Panda(i, i % 3, (i + 1) % 3, (i + 2) % 3)))]).Agreement);
        Assert.True(apart.Alpha < -0.3 && apart.Kappa < -0.3);
        Assert.Equal(5, apart.Disputed.Count);
    }

    [Fact]
    public void AnotherAnnotatorsJudgement_IsNoDuplicate_AndTheSameOnesTurnedRoundIsAConflict()
    {
        static string Alpaca(string annotator, double preference) => JsonSerializer.Serialize(new { instruction = "q", output_1 = "a", output_2 = "b", preference, annotator });
        var two = Run([Write("a.jsonl", Alpaca("x", 1), Alpaca("y", 2), Alpaca("x", 1))]);
        Assert.Equal((1, 0, 0, 1), (two.Duplicates.Exact, two.Duplicates.Near, two.Conflicts, Assert.Single(two.Agreement).Items));
        var anonymous = Run([Write("b.jsonl", Row("p", "a", "b"), Row("p", "b", "a"), Row("q", "a", "b"))]);
        Assert.Equal((1, 1), (anonymous.Duplicates.Exact, anonymous.Conflicts));
        Assert.Empty(anonymous.Agreement);
    }

    [Fact]
    public void Ratings_ThatContradictPreferences_AreTold()
    {
        var ratings = Write("r.jsonl", Rated("a", 4), Rated("b", 1), Rated("c", 2), Rated("d", 2));
        var pairs = Write("p.jsonl", Preferred("a", "b"), Preferred("b", "a"), Preferred("c", "d"), Preferred("a", "unrated"));
        var report = Run([ratings, pairs]).Contradictions!;
        Assert.Equal((3, 1 / 3.0, 1), (report.Compared, report.Contradicted.Estimate, report.Equal));
        Assert.Contains("75 %", Assert.Single(report.Examples).Text, StringComparison.Ordinal);

        static string Rated(string response, int helpfulness) => JsonSerializer.Serialize(new { prompt = "p", response, helpfulness });
        static string Preferred(string better, string worse) => JsonSerializer.Serialize(new { prompt = "p", response_1 = better, response_2 = worse, preference_strength = -1 });
    }

    [Fact]
    public void TheNullModel_ShowsAsTheCommonestAnswer()
    {
        var report = Run([SharedData.Path("alpaca_eval/NullModel/annotations.json.gz")]);
        Assert.Equal((805, 805), (report.Prompts.Different, report.Prompts.MostRepeatedAnswer));
    }
}
