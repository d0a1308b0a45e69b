using Goodhart.Data;
using Goodhart.Feedback;

namespace Goodhart.Tests;

/// <summary>Published files as they are, with counts that were taken from them by other means.</summary>
public sealed class PublishedFileTests
{
    private static FeedbackSet Read(string file, string format)
    {
        var set = FeedbackFile.Read(SharedData.Path(file)).ToSet();
        Assert.Equal((format, 0), (set.Log.Formats.Values.Single(), set.Log.FaultCount));
        return set;
    }

    [Fact]
    public void FineGrainedRlhf_HasItsPairsSpansAndMissingNotes()
    {
        var set = Read("fine-grained-rlhf/dev_feedback.json", "fine-grained-rlhf");
        Assert.Equal((3000, 1577, 1039, 384), (set.Preferences.Count, Count(set, Choice.First), Count(set, Choice.Second), Count(set, Choice.Tie)));
        Assert.Equal((500, 1373, 842), (set.Spans.Count, set.Spans.Sum(s => s.Spans.Count), set.Spans.Sum(s => s.Missing.Count)));
        Assert.Equal(487, set.Spans.Count(s => s.Corrected is not null));
    }

    [Theory]
    [InlineData("Natural", 100)]
    [InlineData("Neighbor", 134)]
    public void LlmBar_HasItsPairs(string set, int pairs) => Assert.Equal(pairs, Read($"llmbar/{set}/dataset.json", "llmbar").Preferences.Count);

    [Fact]
    public void AlpacaEval_TheConstantAnswerWins769In1000()
    {
        var set = Read("alpaca_eval/NullModel/annotations.json.gz", "alpaca-eval");
        Assert.Equal(805, set.Preferences.Count);
        Assert.Equal(0.769, set.Preferences.Average(p => p.SecondWins!.Value), 3);
        Assert.Equal(805, Read("alpaca_eval/NullModel/model_outputs.json.gz", "alpaca-outputs").Demonstrations.Count);
    }

    [Fact]
    public void Gsm8k_HasItsProblemsAndTheShareThatEachModelSolves()
    {
        Assert.Equal(1319, Read("gsm8k/test.jsonl", "gsm8k").Demonstrations.Count);
        Assert.Equal(7473, Read("gsm8k/train.jsonl.gz", "gsm8k").Demonstrations.Count);
        var solved = Read("gsm8k/example_model_solutions.jsonl.gz", "gsm8k-solutions").Ratings.GroupBy(r => r.Origin.Source!).Select(g => Math.Round(100 * g.Average(r => r.For(Rating.Overall).Value!.Value), 1));
        Assert.Equal([21.7, 39.0, 34.7, 56.3], solved);
    }

    private static int Count(FeedbackSet set, Choice choice) => set.Preferences.Count(p => p.Choice == choice);
}
