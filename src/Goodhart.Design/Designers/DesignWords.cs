namespace Goodhart.Design;

/// <summary>How a design came out, in words for someone who did not watch it.</summary>
internal static class DesignWords
{
    public static string Of(Finalist[] finalists, int picked, IReadOnlyList<Candidate> all, IGrouping<string, Failure>? frequent)
    {
        if (all.All(c => !c.Runs)) return NoneRan(all, frequent);
        if (finalists.Length == 0) return "No candidate was nominated for the final evaluation.";
        if (picked < 0) return $"Every finalist failed on a fresh seed, most plainly {finalists[0].Candidate}: {finalists[0].Failure!.Message}";
        var best = finalists[picked];
        var words = $"Candidate {best.Candidate} reaches a fitness of {best.Fresh} on {best.Values.Count} fresh seeds; the search had seen {best.Search:G4}, {Math.Abs(best.Gap):G2} {(best.Gap >= 0 ? "more" : "less")}.";
        if (best.Flag is { } flag) return $"{words} The audit objects to every finalist that runs; of this one it says: {flag}";
        foreach (var skipped in finalists[..picked])
            words += $" {skipped.Candidate} was passed over: {skipped.Failure?.Message ?? skipped.Flag}";
        return words;
    }

    private static string NoneRan(IReadOnlyList<Candidate> all, IGrouping<string, Failure>? frequent) => frequent is null
        ? "No program was written."
        : $"No program ran: {all.Count} of {all.Count} failed, {frequent.Count()} of them with {frequent.Key}, as in: {frequent.First().Message.Split('\n')[0]}";
}
