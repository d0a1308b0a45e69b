namespace Goodhart.Data;

/// <summary>A format that feedback can be written in.</summary>
internal interface IFeedbackTarget
{
    string Name { get; }

    /// <summary>It holds comparisons only: rankings and ratings are made into pairs before they come to it.</summary>
    bool WantsPairs { get; }

    /// <summary>The rows that say what a piece of feedback says; none, and a reason in the tally, where the format has no words for it.</summary>
    IEnumerable<Dictionary<string, object?>> Rows(FeedbackRow row, ConversionTally tally);
}

/// <summary>A target that is a function.</summary>
internal sealed class RowTarget(string name, bool wantsPairs, Func<FeedbackRow, ConversionTally, IEnumerable<Dictionary<string, object?>>> rows) : IFeedbackTarget
{
    public string Name => name;

    public bool WantsPairs => wantsPairs;

    public IEnumerable<Dictionary<string, object?>> Rows(FeedbackRow row, ConversionTally tally) => rows(row, tally);
}

/// <summary>A target of decided pairs.</summary>
internal sealed class PairTarget(string name, Func<PreferenceRow, Exchange, Exchange, ConversionTally, Dictionary<string, object?>?> write) : IFeedbackTarget
{
    public string Name => name;

    public bool WantsPairs => true;

    public IEnumerable<Dictionary<string, object?>> Rows(FeedbackRow row, ConversionTally tally)
    {
        if (row is not PreferenceRow pair) tally.Drop($"{DataCheck.Kind(row)} compare nothing");
        else if (pair.Preference.Ordered is not var (better, worse)) tally.Drop("pairs without a better answer");
        else if (write(pair, better, worse, tally) is { } found)
        {
            if (pair.Preference.SecondWins is > 0 and < 1) tally.Lose("how sure the judge is");
            return [found];
        }

        return [];
    }
}
