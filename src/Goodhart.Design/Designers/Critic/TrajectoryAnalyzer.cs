using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>Says why episodes failed: counts first, which follow from the record alone, then a language model's words on them. Neither knows any reward.</summary>
/// <param name="client">The model; null for the counts alone.</param>
/// <param name="brief">What the designer was told; the analyzer is told the same.</param>
public sealed class TrajectoryAnalyzer(IChatClient? client, DesignBrief brief)
{
    /// <summary>The request about a policy's episodes; null where there is no model.</summary>
    public ChatAsk? About(EpisodeDigest digest, int attempts = 1000) => client is null ? null : new(client, "analyzer", CriticPrompt.Analysis(brief, digest), 0, Attempts: attempts);

    /// <summary>The counts and the model's words, asked for once in the life of the run.</summary>
    public string Tell(DesignRound round, Candidate trained, EpisodeDigest digest, int attempts = 1000)
    {
        var statistics = TrajectoryStatistics.Of(digest);
        if (About(digest, attempts) is not { } ask) return statistics;
        var words = round.Ask(ask)[0].Trim();
        round.Record(new LineageEntry.Critique($"analysis of {trained.Id}", "analyzer", trained.Id, words));
        return $"{statistics}\nSomebody who read the last steps of those that failed says:\n{words}";
    }
}
