using System.Text.Json;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class FeedbackTests
{
    [Fact]
    public void Rating_KeepsEveryScale_AndWhatDoesNotApply()
    {
        var rating = new Rating<string>("answer", new Dictionary<string, Mark>
        {
            ["helpfulness"] = new(3, new(0, 4)),
            ["coherence"] = new(7, new(1, 7), "reads well"),
            ["honesty"] = new(null, new(1, 5)),
        });
        Assert.Equal(0.75, rating.For("helpfulness").Share);
        Assert.Equal((1.0, "reads well"), (rating.For("coherence").Share, rating.For("coherence").Reason));
        Assert.Null(rating.For("honesty").Share);
        Assert.Equal((1.0, 0.0), (Rating.Thumb("a", true).For(Rating.Overall).Value, Rating.Thumb("a", false).For(Rating.Overall).Value));
    }

    [Fact]
    public void BadRatings_SayWhat()
    {
        Assert.Contains("Mark 5 is outside its scale [0, 4]", Assert.Throws<ArgumentException>(() => new Mark(5, new(0, 4))).Message);
        Assert.Contains("Mark NaN is outside", Assert.Throws<ArgumentException>(() => new Mark(double.NaN, new(0, 4))).Message);
        Assert.Contains("low < high, got [4, 4]", Assert.Throws<ArgumentException>(() => new Scale(4, 4)).Message);
        Assert.Contains("at least one attribute", Assert.Throws<ArgumentException>(() => new Rating<string>("a", new Dictionary<string, Mark>())).Message);
        Assert.Contains("No attribute 'verbosity'. Attributes: overall.", Assert.Throws<ArgumentException>(() => Rating.Thumb("a", true).For("verbosity")).Message);
    }

    [Fact]
    public void StepLabels_OfCorrectness_AndOfSeveralCandidates()
    {
        var simple = StepLabels.Of("1+1+1?", ["1+1=2", "2+1=4"], [true, false]);
        Assert.Equal([1.0, 0.0], simple.Steps.Select(step => step.Taken!.Mark.Value));

        var choice = new StepChoice<string>([new("guess", new(-1, new(-1, 1))), new("derive", new(1, new(-1, 1)), Flagged: true)], chosen: 1);
        Assert.Equal(("derive", true), (choice.Taken!.Step, choice.Taken.Flagged));
        Assert.Equal("by hand", new StepChoice<string>([], written: new("by hand", new(1, new(-1, 1)))).Taken!.Step);
    }

    [Fact]
    public void BadStepLabels_SayWhat()
    {
        Assert.Contains("1 labels for 2 steps", Assert.Throws<ArgumentException>(() => StepLabels.Of("q", ["a", "b"], [true])).Message);
        Assert.Contains("at least one step", Assert.Throws<ArgumentException>(() => StepLabels.Of("q", [], [])).Message);
        Assert.Contains("Chosen candidate 1 is not among the 1", Assert.Throws<ArgumentException>(() => new StepChoice<string>([new("a", default)], chosen: 1)).Message);
        Assert.Contains("got neither", Assert.Throws<ArgumentException>(() => new StepChoice<string>([])).Message);
    }

    [Fact]
    public void BadSpans_SayWhat()
    {
        Assert.Contains("0 ≤ start < end, got [3, 3) for 'Irrelevant'", Assert.Throws<ArgumentException>(() => new SpanLabel(3, 3, "Irrelevant")).Message);
        Assert.Contains("Span [2, 9) 'Wrong' reaches beyond the item's length 5", Assert.Throws<ArgumentException>(() => new SpanLabels<string>("12345", 5, [new(2, 9, "Wrong")])).Message);
        Assert.Contains("needs words", Assert.Throws<ArgumentException>(() => new Critique<string>("a", "")).Message);
    }

    [Fact]
    public void FineGrainedFeedback_MapsOntoTheRecords_WithoutLoss()
    {
        var file = Find("fine-grained-rlhf", "dev_feedback.json");
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        (int First, int Second)[] order = [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)];
        int spans = 0, comparisons = 0;
        foreach (var row in json.RootElement.EnumerateArray())
        {
            string Prediction(int k) => row.GetProperty($"prediction {k}").GetString()!;
            var errors = row.GetProperty("feedback").GetProperty("errors").EnumerateArray().ToList();
            var labels = new SpanLabels<string>(Prediction(1), Prediction(1).Length,
                [.. errors.Select(e => new SpanLabel(e.GetProperty("start").GetInt32(), e.GetProperty("end").GetInt32(), e.GetProperty("error type").GetString()!))])
            { Corrected = row.GetProperty("feedback").GetProperty("corrected-prediction").GetString() };
            Assert.Equal(errors.Count, labels.Spans.Count);
            spans += errors.Count;

            foreach (var ((first, second), label) in order.Zip(row.GetProperty("preference").EnumerateArray().Select(p => p.GetInt32())))
            {
                var choice = label switch { 1 => Choice.First, 2 => Choice.Second, _ => Choice.Tie };
                Assert.Equal(label, new Preference<string>(Prediction(first), Prediction(second), choice).Target switch { 0 => 1, 1 => 2, _ => 0 });
                comparisons++;
            }
        }

        Assert.Equal(3000, comparisons);
        Assert.True(spans > 500, $"{spans} spans");
    }

    private static string Find(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine([folder.FullName, "shared", "data", .. path]) is var file && File.Exists(file)) return file;
        Assert.Skip($"shared/data/{string.Join('/', path)} is not there.");
        return "";
    }
}
