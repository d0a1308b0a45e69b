namespace Goodhart.Audit.Scores;

/// <summary>What the gold column of a score table says.</summary>
public enum GoldLabels
{
    /// <summary>1 marks the one right candidate, 0 every other.</summary>
    OneRight,

    /// <summary>Any finite number per candidate, higher is better.</summary>
    Graded,
}

/// <summary>One prompt with its candidates, each scored and labelled.</summary>
/// <param name="Name">Identity of the prompt; tables are joined by it, never by position.</param>
/// <param name="Scores">The proxy's score of each candidate.</param>
/// <param name="Gold">The gold label or score of each candidate.</param>
/// <param name="Sources">Who wrote each candidate, where known.</param>
public sealed record ScoreGroup(string Name, double[] Scores, double[] Gold, string?[]? Sources = null)
{
    /// <summary>The part of its bench it belongs to, where benches are made of parts.</summary>
    public string? Subset { get; init; }

    /// <summary>What several groups ask about alike: a question that counts as right only if all its groups are.</summary>
    public string? Question { get; init; }

    /// <summary>A group whose candidate <paramref name="chosen"/> is the right one.</summary>
    public static ScoreGroup WithChosen(string name, double[] scores, int chosen = 0, string?[]? sources = null) =>
        new(name, scores, OneHot(scores.Length, chosen), sources);

    /// <summary>What is wrong with the group: the column at fault and a sentence; nothing if it is sound.</summary>
    public (string Column, string Problem)? Fault(GoldLabels labels)
    {
        if (Scores.Length < 2) return ("candidate", $"group '{Short}' has {Scores.Length} candidate(s), at least 2 are needed");
        if (Gold.Length != Scores.Length) return ("gold", $"group '{Short}' has {Scores.Length} scores but {Gold.Length} gold labels");
        if (Sources is { } sources && sources.Length != Scores.Length)
            return ("source", $"group '{Short}' has {Scores.Length} scores but {sources.Length} sources");
        for (var i = 0; i < Scores.Length; i++)
        {
            if (!double.IsFinite(Scores[i])) return ("score", $"candidate {i + 1} of group '{Short}' scores {Scores[i]}, a finite number was expected");
            if (!double.IsFinite(Gold[i])) return ("gold", $"candidate {i + 1} of group '{Short}' has gold {Gold[i]}, a finite number was expected");
        }

        return labels == GoldLabels.OneRight ? LabelFault() : null;
    }

    internal string Short => Name.Length <= 40 ? Name : Name[..40] + "…";

    /// <summary>The lowest score of a candidate with the best gold, and the highest of the others; −∞ where all are equally good.</summary>
    internal (double LowestRight, double HighestWrong) Edge()
    {
        var (best, right, wrong) = (Gold.Max(), double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < Scores.Length; i++)
        {
            if (Gold[i] == best) right = Math.Min(right, Scores[i]);
            else wrong = Math.Max(wrong, Scores[i]);
        }

        return (right, wrong);
    }

    internal static double[] OneHot(int count, int chosen)
    {
        var gold = new double[count];
        gold[chosen] = 1;
        return gold;
    }

    private (string, string)? LabelFault()
    {
        var chosen = 0;
        foreach (var label in Gold)
        {
            if (label is not (0 or 1)) return ("gold", $"group '{Short}' has gold {label}; labels are 0 or 1 (for grades read with Labels = Graded)");
            if (label == 1) chosen++;
        }

        return chosen == 1 ? null : ("gold", $"group '{Short}' has {chosen} chosen candidates, exactly one was expected (for grades read with Labels = Graded)");
    }
}
