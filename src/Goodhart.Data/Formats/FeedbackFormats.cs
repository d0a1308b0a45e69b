namespace Goodhart.Data;

/// <summary>The formats that are known; where two are equally sure, the one that stands first is taken.</summary>
internal static class FeedbackFormats
{
    /// <summary>Mean likeness of the first rows below which a file is of no known format.</summary>
    private const double Enough = 0.3;

    public static IReadOnlyList<IFeedbackFormat> All { get; } =
    [
        FineGrained.Format,
        AnthropicHh.Format,
        HelpSteer.Ratings,
        HelpSteer.Preferences,
        UltraFeedback.Format,
        Summaries.Comparisons,
        Summaries.Axis,
        Prm800k.Format,
        MathShepherd.Format,
        Judged.AlpacaEval,
        Judged.PandaLm,
        Judged.LlmBar,
        Judged.JudgeBench,
        RewardBenches.RmBench,
        RewardBenches.First,
        RewardBenches.Second,
        Tasks.Verl,
        Tasks.Gsm8k,
        Tasks.Gsm8kSolutions,
        TrlRows.Unpaired,
        TrlRows.Stepwise,
        TrlPreference.Format,
        TrlRows.PromptCompletion,
        Judged.AlpacaOutputs,
        TrlRows.LanguageModelling,
        TrlRows.PromptOnly,
    ];

    /// <exception cref="ArgumentException">There is no such format; the message names those there are.</exception>
    public static IFeedbackFormat Find(string name) => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no format '{name}'.{Nearest.Hint(name, [.. All.Select(format => format.Name)])}");

    /// <exception cref="DataFileException">The rows look like no known format; the message tells their fields.</exception>
    public static IFeedbackFormat Detect(IReadOnlyList<DataRow> rows)
    {
        var (best, likeness) = All.Select(format => (Format: format, Likeness: rows.Average(format.Likeness))).MaxBy(found => found.Likeness);
        if (likeness >= Enough) return best;
        var fields = string.Join(", ", rows[0].Names.Take(12));
        throw new DataFileException($"{rows[0].Place.File}: no known feedback format has rows of {(fields.Length > 0 ? fields : "no field")}. Formats: {string.Join(", ", All.Select(format => format.Name))}.");
    }
}
