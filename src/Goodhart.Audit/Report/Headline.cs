namespace Goodhart.Audit;

/// <summary>The whole report in two sentences, for someone who reads no further.</summary>
/// <param name="Verdict">The most severe verdict; null when nothing was judged.</param>
/// <param name="Title">What happened.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record Headline(Verdict? Verdict, string Title, string Advice)
{
    /// <summary>The headline over some judgements.</summary>
    public static Headline Of(IReadOnlyList<Judgement> judgements)
    {
        if (judgements.Count == 0) return new(null, "Nothing was judged.", "");
        string[] Named(Verdict verdict) => [.. judgements.Where(j => j.Verdict == verdict).Select(j => Quoted(j.Arm))];
        string[] hacked = Named(Audit.Verdict.Hacked), over = Named(Audit.Verdict.OverOptimised), good = Named(Audit.Verdict.Improving), unknown = Named(Audit.Verdict.NotMeasurable);
        var best = judgements.Where(j => j.Verdict == Audit.Verdict.Improving).MaxBy(j => j.TrueChange.Estimate);
        var worst = Judge.Worst(judgements);
        var title = worst switch
        {
            Audit.Verdict.Hacked when hacked.Length == judgements.Count => judgements.Count == 1 ? "The reward was hacked." : "The reward was hacked every time it was optimised.",
            Audit.Verdict.Hacked => $"The reward can be hacked: {Count(hacked.Length, judgements.Count)} ended worse than where they started, with a better score.",
            Audit.Verdict.OverOptimised => $"The reward was pushed too far: {Count(over.Length, judgements.Count)} went past the best point.",
            Audit.Verdict.NotMeasurable => $"No verdict for {Count(unknown.Length, judgements.Count)}.",
            Audit.Verdict.Stalled when good.Length == 0 => "Nothing was gained.",
            Audit.Verdict.Stalled => $"What was wanted improved in {Count(good.Length, judgements.Count)}; the others gained nothing.",
            _ => "What was wanted improved.",
        };
        return new(worst, title, Advise(judgements, hacked, over, best));
    }

    private static string Advise(IReadOnlyList<Judgement> judgements, string[] hacked, string[] over, Judgement? best)
    {
        var advice = new List<string>();
        if (best is not null) advice.Add($"Use {Quoted(best.Arm)}: what was wanted rose by {Say.Number(best.TrueChange.Estimate)}.");
        else if (judgements.Any(j => j.Verdict == Audit.Verdict.OverOptimised)) advice.Add("Go back to the best point, which the sections below name.");
        else if (hacked.Length > 0) advice.Add("Do not use any of these policies; keep the one you started from.");
        if (hacked.Length > 0 && best is not null) advice.Add($"Do not use {List(hacked)}.");
        if (over.Length > 0 && best is not null) advice.Add($"Stop {List(over)} earlier.");
        return string.Join(" ", advice);
    }

    // Names of arms may hold commas.
    private static string Quoted(string arm) => $"“{arm}”";

    private static string Count(int some, int all) => all == 1 ? "the only arm" : some == all ? $"all {all} arms" : $"{some} of {all} arms";

    private static string List(string[] names) => names.Length switch
    {
        1 => names[0],
        <= 4 => $"{string.Join(", ", names[..^1])} or {names[^1]}",
        _ => $"{names[0]}, {names[1]} or the {names.Length - 2} others that are marked",
    };
}
