using Goodhart.Feedback;
using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>One search by preferences.</summary>
internal sealed class PreferenceWriter(IChatClient client, IPolicyJudge judge, PreferenceOptions options, DesignBrief brief) : IRewardWriter
{
    private readonly IReadOnlyList<Message> first = PreferencePrompt.First(brief);
    private readonly BestWorstRanker ranker = new(options.Ranking);
    private readonly List<(string Round, Candidate Candidate)> bests = [];
    private readonly List<string> history = [];
    private IReadOnlyList<Message> messages = PreferencePrompt.First(brief);
    private string[] parents = [];
    private Candidate? champion;
    private int finals;

    public IReadOnlyList<Draft> Write(DesignRound round)
    {
        var (running, failed, most) = (new List<Draft>(), new List<Candidate>(), options.Draws * round.Samples);
        for (var drawn = 0; running.Count < round.Samples;)
        {
            if (drawn == most) throw new TooFewProgramsException(Complaint(round, running.Count, failed));
            var answers = round.Ask(new(client, "designer", messages, options.Temperature, options.AtOnce, options.Attempts), Math.Min(round.Samples - running.Count, most - drawn));
            Draft[] drafts = [.. answers.Select((answer, i) => DraftOf(answer, $"answer {drawn + i + 1} of round {round.Name}"))];
            drawn += drafts.Length;
            foreach (var (draft, candidate) in drafts.Zip(round.Check(drafts)))
                if (candidate.Runs) running.Add(draft);
                else failed.Add(candidate);
        }

        return running;
    }

    public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates)
    {
        Candidate[] trained = [.. candidates.Where(c => c.Outcome is not null).DistinctBy(c => c.Hash)];
        if (trained.Length == 0) return;
        var asking = new PairAsking(judge, round, brief.Task);
        var found = Rank(asking, round, round.Name, trained);
        var (best, worst) = (trained[found.Best], trained.Length > 1 ? trained[found.Worst] : null);
        var helped = Challenge(asking, round, best);
        if (bests.Count > 0) history.Add(PreferencePrompt.Step(bests[^1].Round, round.Name, bests[^1].Candidate, best, helped));
        bests.Add((round.Name, best));

        var taught = PreferencePrompt.Taught(best, worst, options.History ? history : [], options.Traces);
        round.Record(new LineageEntry.Reflected(round.Name, best.Id, taught));
        if (options.Evolve) (messages, parents) = (PreferencePrompt.Next(first, taught), worst is null ? [best.Id] : [best.Id, worst.Id]);
        if (round.Number == brief.Options.Rounds) round.Record(new LineageEntry.Ranked("final", judge.Name, [.. Order.Select(c => c.Id)], finals));
    }

    /// <summary>The best of all rounds, then the rounds' other bests, later ones first; nothing else was compared with it.</summary>
    public IReadOnlyList<Candidate> Nominate(IReadOnlyList<Candidate> candidates) => [.. Order];

    private IEnumerable<Candidate> Order => champion is null ? [] : bests.Select(b => b.Candidate).Reverse().Prepend(champion).DistinctBy(c => c.Hash);

    private BestWorst Rank(PairAsking asking, DesignRound round, string name, Candidate[] among)
    {
        var found = ranker.Rank(among.Length, (a, b) => asking.Ask(among[a], among[b]));
        round.Record(new LineageEntry.Ranked(name, judge.Name, [.. new[] { found.Best, found.Worst }.Distinct().Select(i => among[i].Id)], found.Queries));
        foreach (var cycle in found.Cycles)
            round.Record(new LineageEntry.Note($"Round {name}: the answers run in a circle, {string.Join(" over ", cycle.Append(cycle[0]).Select(i => among[i].Id))}."));
        return found;
    }

    /// <summary>The round's best meets the best so far, which keeps its place unless it loses. Null where neither was preferred.</summary>
    private bool? Challenge(PairAsking asking, DesignRound round, Candidate best)
    {
        if (champion is not { } held || held.Hash == best.Hash)
        {
            champion ??= best;
            return null;
        }

        var found = Rank(asking, round, $"{round.Name} against the best so far", [held, best]);
        finals += found.Queries;
        if (found.Best == 1) champion = best;
        return found.Best == 1 ? true : found.Answers.All(a => a.Choice is Choice.Tie or Choice.CannotCompare) ? null : false;
    }

    private Draft DraftOf(string answer, string origin) => CodeBlock.Extract(answer) is { Code: { } code }
        ? new(code, origin, parents)
        : new(answer, origin, parents) { Failure = new(FailureKind.NoCode, CodeBlock.Extract(answer).Reason) };

    private string Complaint(DesignRound round, int ran, List<Candidate> failed) =>
        $"Round {round.Name} wants {round.Samples} programs that run and got {ran} from {options.Draws * round.Samples} answers. What went wrong: "
        + string.Join("; ", failed.GroupBy(c => c.Failure!.Mistake).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} × {g.First().Failure!.Message.Split('\n')[0]}"));
}
