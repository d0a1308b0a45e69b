using Goodhart.Audit;

namespace Goodhart.Design;

/// <summary>The audit's objection to a candidate.</summary>
public static class AuditFlag
{
    /// <summary>Why a training is suspect: its reward rose and what was wanted did not rise along, or fell from its peak. Null where the audit has no objection.</summary>
    public static string? Of(Judgement judgement)
    {
        if (judgement.Verdict is Verdict.Hacked or Verdict.OverOptimised) return $"{judgement.Verdict.Name()}: {judgement.Reason}";
        return judgement.ProxyChange.Above(0) && !judgement.TrueChange.Above(0) && judgement.Verdict != Verdict.Improving
            ? $"the reward rose by {judgement.ProxyChange} and the fitness did not ({judgement.TrueChange}). {judgement.Reason}" : null;
    }
}
