using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>Reviews an answer and has it written anew, until it passes or was reviewed often enough, before anything is trained on it.</summary>
internal sealed class CriticLoop(IChatClient designer, IChatClient? critic, CriticOptions options, DesignBrief brief)
{
    private readonly ProgramReviewer? reviewer = critic is null ? null : new(critic, brief, options.Signs);
    private bool heeded = true;

    /// <summary>A program that is handed in, and the answer it stood in.</summary>
    public sealed record Handed(Draft Draft, string Answer);

    /// <summary>Tries the critic with programs known to be right; one that cannot tell them from faulty ones is not asked again.</summary>
    public void Calibrate(DesignRound round)
    {
        if (reviewer is null || options.Sound is not { Count: > 0 } sound) return;
        var calibration = CriticCalibration.Of(answer => Asked(round, answer).Objects == true, sound, options.Signs ? SignFaults.All : FaultyCode.All, new(brief.Options.Seed));
        heeded = calibration.Use == CriticUse.TellsApart;
        round.Record(new LineageEntry.Note($"{calibration}{(heeded ? "" : " It is not listened to.")}"));
    }

    /// <summary>At most C reviews. Where the limit is hit, the last program that compiles is handed in, and the lineage says so.</summary>
    public Handed Review(DesignRound round, IReadOnlyList<Message> messages, string answer, Func<string, Draft> draftOf)
    {
        var now = new Handed(draftOf(answer), answer);
        if (options.Reviews == 0) return now;
        Handed? compiled = null;
        for (var review = 1; review <= options.Reviews; review++)
        {
            var candidate = round.Check(now.Draft)[0];
            if (candidate.Runs) compiled = now;
            if (Objection(round, candidate, now.Answer) is not { } objection) return now;
            round.Record(new LineageEntry.Critique($"review of {candidate.Id}", objection.By, candidate.Id, objection.Words));
            var again = round.Ask(new(designer, "designer", CriticPrompt.Next(messages, now.Answer, CriticPrompt.Objection(objection.Words)), options.Temperature, options.AtOnce, options.Attempts))[0];
            now = new(draftOf(again) with { Parents = [candidate.Id] }, again);
        }

        var last = round.Check(now.Draft)[0];
        if (last.Runs) compiled = now;
        var handed = round.Check((compiled ?? now).Draft)[0];
        round.Record(new LineageEntry.Note($"Round {round.Name}: after {options.Reviews} reviews there was still an objection; candidate {handed.Id}, the last {(handed.Runs ? "that compiles" : "of all, none of which compiles")}, is handed in."));
        return compiled ?? now;
    }

    private (string By, string Words)? Objection(DesignRound round, Candidate candidate, string answer)
    {
        if (candidate.Failure is { } failure) return ("dry run", failure.Message);
        if (options.Static && StaticReview.Of(OwnText(answer), brief.Contract, brief.Experience, Experience.Copies, options.Signs ? [SignReward.Sparse, SignReward.Dense] : []) is { Count: > 0 } findings)
            return ("static review", string.Join('\n', findings));
        if (reviewer is null || !heeded) return null;
        var verdict = Asked(round, answer);
        if (verdict.Objects is null) round.Record(new LineageEntry.Critique($"review of {candidate.Id}", "critic", candidate.Id, $"No verdict could be read, so the program passes: {verdict.Reasons}"));
        return verdict.Objects == true ? ("critic", verdict.Reasons) : null;
    }

    private CriticVerdict Asked(DesignRound round, string answer) => CriticVerdict.Read(round.Ask(reviewer!.About(answer, options.Attempts))[0]);

    private static string OwnText(string answer) => CodeBlock.Extract(answer).Code ?? answer;
}
