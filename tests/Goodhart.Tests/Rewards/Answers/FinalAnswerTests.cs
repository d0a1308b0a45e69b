using System.IO.Compression;
using System.Text.Json;

namespace Goodhart.Tests;

public sealed class FinalAnswerTests
{
    [Theory]
    [InlineData("2+2=4\n#### 4", "4", AnswerMark.Hashes)]
    [InlineData("#### 3\nno:\n#### 1,250 \nbye 7", "1,250", AnswerMark.Hashes)]
    [InlineData(@"so \boxed{3} or \boxed{\frac{1}{2}} of 9", @"\frac{1}{2}", AnswerMark.Boxed)]
    [InlineData(@"\boxed{5} and then \boxed{6", "5", AnswerMark.Boxed)]
    [InlineData("He has 3 apples, so $1,234.50.", "$1,234.50", AnswerMark.LastNumber)]
    [InlineData("it falls to -7", "-7", AnswerMark.LastNumber)]
    [InlineData("16-3", "3", AnswerMark.LastNumber)]
    [InlineData("A: 3/4", "3/4", AnswerMark.LastNumber)]
    [InlineData("about 40% of them", "40%", AnswerMark.LastNumber)]
    [InlineData("#### ", null, null)]
    [InlineData("nobody knows", null, null)]
    [InlineData("", null, null)]
    public void Find_TakesTheMostExplicit(string text, string? expected, AnswerMark? mark) =>
        Assert.Equal((expected, mark), (FinalAnswer.Find(text)?.Text, FinalAnswer.Find(text)?.Mark));

    [Theory]
    [InlineData("1,234", 1234d)]
    [InlineData("1,234,567.50", 1234567.5)]
    [InlineData("$18.00", 18d)]
    [InlineData("-$5", -5d)]
    [InlineData("$-5", -5d)]
    [InlineData("−3", -3d)]
    [InlineData("40%", 40d)]
    [InlineData(@"40\%", 40d)]
    [InlineData("3.", 3d)]
    [InlineData(".5", 0.5)]
    [InlineData("1/2", 0.5)]
    [InlineData("1 1/2", 1.5)]
    [InlineData(@"\frac{3}{4}", 0.75)]
    [InlineData(@"-\dfrac{3}{4}", -0.75)]
    [InlineData(@"\frac12", 0.5)]
    [InlineData(@"2\frac{1}{2}", 2.5)]
    [InlineData(@"$12\text{ cm}$", 12d)]
    [InlineData("18 dollars", 18d)]
    [InlineData("1/0", null)]
    [InlineData("1,23", null)]
    [InlineData("x+1", null)]
    [InlineData("2x", null)]
    [InlineData("", null)]
    public void Value_ReadsNumbersAsTheyAreWritten(string text, double? expected) => Assert.Equal(expected, new FinalAnswer(text, AnswerMark.Whole).Value);

    [Theory]
    [InlineData("18", "18.000", true)]
    [InlineData("0.3333333", "1/3", true)]
    [InlineData("0.333", "1/3", false)]
    [InlineData("1000000", "1,000,001", true)]   // within a millionth
    [InlineData("1000000", "1,000,002", false)]
    [InlineData("x + 1", "x+1", true)]
    [InlineData(@"\left(1, 2\right)", "(1,2)", true)]
    [InlineData(@"\text{Monday}", "Monday", true)]
    [InlineData("B", "b", false)]
    [InlineData("3", "B", false)]
    public void Matches_ComparesNumbersAsNumbersAndTextsAsTexts(string one, string other, bool expected)
    {
        var (a, b) = (new FinalAnswer(one, AnswerMark.Whole), new FinalAnswer(other, AnswerMark.Whole));
        Assert.Equal((expected, expected), (a.Matches(b), b.Matches(a)));
    }

    [Fact]
    public void Reward_ScoresAgainstAColumn()
    {
        var batch = Batch(("It is 18.", "#### 18"), ("#### 17", "18"), (@"\boxed{18}", "18.0"), ("I do not know", "18"));
        Assert.Equal([1, 0, 1, 0], Scores(new AnswerReward(), batch));
        Assert.Equal([2, -1, 2, -3], Scores(new AnswerReward(new(Right: 2, Wrong: -1, Missing: -3)), batch));
        Assert.Contains("No column 'reference'", Assert.Throws<ArgumentException>(() => Scores(new AnswerReward(new("reference")), batch)).Message, StringComparison.Ordinal);
        Assert.Contains("A reference answer is empty", Assert.Throws<ArgumentException>(() => Scores(new AnswerReward(), Batch(("1", " ")))).Message, StringComparison.Ordinal);
    }

    /// <summary>The verdicts that were published with the solutions, recomputed from their texts alone.</summary>
    [Theory]
    [InlineData("6b_finetuning", 286, 21.7)]
    [InlineData("6b_verification", 515, 39.0)]
    [InlineData("175b_finetuning", 458, 34.7)]
    [InlineData("175b_verification", 742, 56.3)]
    public void Reward_OnPublishedSolutionsOfGsm8k_AgreesWithTheirVerdicts(string model, int right, double percent)
    {
        using var file = new GZipStream(File.OpenRead(SharedData.Path("gsm8k/example_model_solutions.jsonl.gz")), CompressionMode.Decompress);
        using var lines = new StreamReader(file);
        var (texts, references, verdicts) = (new List<string>(), new List<string>(), new List<float>());
        while (lines.ReadLine() is { } line)
        {
            var row = JsonElement.Parse(line);
            texts.Add(row.GetProperty(model).GetProperty("solution").GetString()!);
            references.Add(row.GetProperty("ground_truth").GetString()!);
            verdicts.Add(row.GetProperty(model).GetProperty("is_correct").GetBoolean() ? 1 : 0);
        }

        var scores = Scores(new AnswerReward(), Batch([.. texts.Zip(references)]));
        Assert.Equal(verdicts, scores);
        Assert.Equal((1319, right, percent), (scores.Length, (int)scores.Sum(), Math.Round(100.0 * right / scores.Length, 1)));
    }

    private static Completions Batch(params (string Text, string Answer)[] rows) => new(
        [.. rows.Select(_ => "?")], [.. rows.Select(row => row.Text)], columns: new Dictionary<string, System.Collections.IList> { ["answer"] = rows.Select(row => row.Answer).ToList() });

    private static float[] Scores(AnswerReward reward, Completions batch)
    {
        var scores = new float[batch.Count];
        reward.Evaluate(batch, scores);
        return scores;
    }
}
