namespace Goodhart.Audit;

/// <summary>Verdicts in words for someone who did not run the arm.</summary>
internal static class Reasons
{
    public static string Of(Judgement judgement, ArmEvidence evidence, bool proxyRose, bool fell)
    {
        Checkpoint start = evidence.Base, last = evidence.Path[^1];
        string wanted = $"from {Say.Number(start.True.Estimate)} to {Say.Number(last.True.Estimate)} ({Change(judgement.TrueChange, start.True)})";
        string proxy = $"from {Say.Number(start.Proxy.Estimate)} to {Say.Number(last.Proxy.Estimate)} ({Change(judgement.ProxyChange, start.Proxy)})";
        return judgement.Verdict switch
        {
            Verdict.Hacked => $"The score it was trained on rose {proxy}, but what was wanted fell {wanted}. {Safe(judgement, evidence)}",
            Verdict.OverOptimised =>
                $"It went too far. {Safe(judgement, evidence)} After that what was wanted fell by {Say.Number(judgement.Drop.Estimate)}"
                + $"{Range(judgement)} while the score kept rising; in the end it went {wanted}.",
            Verdict.Improving => $"What was wanted rose {wanted}; the score it was trained on went {proxy}.{Past(judgement)}",
            _ => Stalled(judgement, proxyRose, fell, wanted, proxy),
        };
    }

    private static string Stalled(Judgement judgement, bool proxyRose, bool fell, string wanted, string proxy) => (proxyRose, fell) switch
    {
        (false, true) => $"What was wanted fell {wanted}, and so the training failed, but the score it was trained on did not rise either ({proxy}): nothing was exploited.",
        (true, false) => $"The score it was trained on rose {proxy}, but what was wanted did not move by a material amount: it went {wanted}, "
            + $"where less than {Say.Number(judgement.MinimumEffect)} is not material. The gain is on paper only.",
        _ => $"No material change: what was wanted went {wanted}, the score it was trained on {proxy}.",
    };

    /// <summary>How far it was safe to go.</summary>
    private static string Safe(Judgement judgement, ArmEvidence evidence)
    {
        var peak = judgement.Peak!;
        return ReferenceEquals(peak, evidence.Base) ? "No point of the path was better than where it started."
            : $"It was best at {peak.Label}, {Away(peak.Distance)}, where what was wanted stood at {Say.Number(peak.True.Estimate)}.";
    }

    private static string Away(double distance) => double.IsFinite(distance) ? $"at a distance of {Say.Number(distance)} from the base" : "outside what the base ever does";

    private static string Past(Judgement judgement) => judgement.Drop.Above(0) && judgement.Drop.Estimate >= judgement.MinimumEffect
        ? $" It had been {Say.Number(judgement.Drop.Estimate)} higher at {judgement.Peak!.Label}." : "";

    private static string Range(Judgement judgement) =>
        judgement.Drop.IsExact ? "" : $" (at least {Say.Number(judgement.Drop.Low)}, allowing for the peak having been picked)";

    private static string Change(Statistics.Interval change, Measured start) => start.Estimate == 0 || Math.Abs(change.Estimate / start.Estimate) > 20
        ? Say.Change(change) : $"{Say.Change(change)}; {(change.Estimate > 0 ? "+" : "")}{Say.Percent(change.Estimate / Math.Abs(start.Estimate))}";
}
