namespace Goodhart.Data;

/// <param name="To">The format that is written; <see cref="DataConversion.Targets"/> lists them.</param>
/// <param name="Threshold">Share of a scale, from 0 to 1, from which a rating counts as a thumb up; 0.5 by default.</param>
/// <param name="Attribute">The attribute ratings are compared and judged by; by default the overall mark, else helpfulness, else the mean of all.</param>
/// <param name="Annotators">How judgements of several annotators on one pair are combined; kept by default.</param>
/// <param name="Combining">Of the combination.</param>
/// <param name="Reading">How the files are read.</param>
public sealed record ConversionOptions(
    string To, double Threshold = 0.5, string? Attribute = null, Aggregation Annotators = Aggregation.Keep, AggregationOptions? Combining = null, FeedbackOptions? Reading = null)
{
    public string To { get; init; } = FeedbackTargets.Find(To).Name;

    public double Threshold { get; init; } = Ensure.InRange(Threshold, 0, 1);
}

/// <summary>What a conversion came to.</summary>
/// <param name="To">The format that was written.</param>
/// <param name="Read">Pieces of feedback that were read.</param>
/// <param name="Written">Rows that were written.</param>
/// <param name="Dropped">Pieces that the format cannot carry, by reason.</param>
/// <param name="Lost">What rows that were written have lost, by reason.</param>
/// <param name="Faults">Rows of the input that cannot be used.</param>
/// <param name="FirstFaults">The first of them.</param>
/// <param name="Notes">What was passed over in the input, and in how many rows.</param>
public sealed record ConversionReport(
    string To, long Read, long Written, IReadOnlyDictionary<string, long> Dropped, IReadOnlyDictionary<string, long> Lost,
    long Faults, IReadOnlyList<RowFault> FirstFaults, IReadOnlyDictionary<string, long> Notes);
