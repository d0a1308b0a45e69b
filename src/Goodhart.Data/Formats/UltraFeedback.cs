using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>UltraFeedback: an instruction and answers of several models, each with marks of 1 … 5 by aspect (as text, or "N/A") and an overall score of 1 … 10.</summary>
internal static class UltraFeedback
{
    private static readonly Scale aspects = new(1, 5), overall = new(1, 10);

    public static IFeedbackFormat Format { get; } = new RowFormat("ultrafeedback", "{instruction, completions: list of {model, response, annotations, overall_score}}",
        row => row["instruction"].Exists && row["completions"][0]["response"].Exists ? 1 : 0, Read);

    private static void Read(DataRow row, FeedbackSink sink)
    {
        var instruction = row["instruction"].Text();
        var at = 0;
        foreach (var completion in row["completions"].Items())
        {
            var marks = completion["annotations"].IsNull ? [] : completion["annotations"].Members().ToDictionary(aspect => aspect.Name, aspect => Mark(Rated(aspect.Value), aspects, Why(aspect.Value)));
            if (!completion["overall_score"].IsNull) marks[Rating.Overall] = Mark(completion["overall_score"], overall, completion["critique"].TextOrNull());
            if (marks.Count == 0) throw completion.Fail("neither annotations nor an overall score");
            var origin = Origins.Of(row);
            sink.Add(new Rating<Exchange>(Exchange.Ask(instruction, Conversation.Answer(completion["response"])), marks) { Origin = origin }, $"/{++at}");
        }

        if (at == 0) throw row.Fail("completions", "no completion");
    }

    /// <summary>Newer files keep a list of one for each aspect.</summary>
    private static DataField Rated(DataField aspect) => (aspect.IsList ? aspect[0] : aspect)["Rating"];

    private static string? Why(DataField aspect) => (aspect.IsList ? aspect[0] : aspect)["Rationale"].TextOrNull();

    private static Mark Mark(DataField field, Scale scale, string? reason)
    {
        if (field.IsNull || (field.IsText && field.Text().Trim().ToUpperInvariant() is "N/A" or "NA" or "")) return new(null, scale, reason);
        var value = field.Number();
        return value >= scale.Low && value <= scale.High ? new(value, scale, reason) : throw field.Fail($"a mark from {scale.Low} to {scale.High} or N/A was expected, found {value:G6}");
    }
}
