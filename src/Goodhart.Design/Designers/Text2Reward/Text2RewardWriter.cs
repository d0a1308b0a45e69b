using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>One dialogue of <see cref="Text2RewardDesigner"/>.</summary>
internal sealed class Text2RewardWriter(IChatClient client, Text2RewardOptions options, DesignBrief brief) : IRewardWriter
{
    private readonly List<Text2RewardTurn> history = [];
    private readonly Dictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private IReadOnlyList<ExampleProgram>? examples;
    private Candidate? failed;
    private string[] parents = [];
    private bool settled;

    public IReadOnlyList<Draft> Write(DesignRound round)
    {
        if (settled) return [];
        examples ??= Nearest(round);
        var request = Text2RewardPrompt.Of(brief, options, examples, history);
        for (var repair = 0; ; repair++)
        {
            // What failed in training, in the round before, is repaired like what did not compile.
            var answer = failed is { Failure: { } failure } ? Draw(round, Text2RewardPrompt.Repair(request, answers[failed.Id].Text, failure), [failed.Id]) : Draw(round, request, parents);
            var candidate = round.Check(answer.Draft)[0];
            answers[candidate.Id] = answer;
            failed = candidate.Runs || answer.Program is null ? null : candidate;
            if (failed is null || repair == options.Repairs) return [answer.Draft];
        }
    }

    public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates)
    {
        if (candidates.Count == 0) return;
        var candidate = candidates[0];
        if (!candidate.Runs)
        {
            failed = answers[candidate.Id].Program is null ? null : candidate;
            return;
        }

        // After the last round nobody is asked: nothing would come of it.
        if (round.Number == brief.Options.Rounds) return;
        if (Critique(round, candidate) is not { } critique)
        {
            settled = true;
            return;
        }

        round.Record(new LineageEntry.Critique(round.Name, "person", candidate.Id, critique.Of(candidate.Text).Text));
        history.Add(new(answers[candidate.Id].Program!, critique.Description, critique.Advice));
        parents = [candidate.Id];
    }

    public IReadOnlyList<Candidate> Nominate(IReadOnlyList<Candidate> candidates) => [.. candidates.Where(c => c.Outcome is not null).Reverse()];

    private ProgramCritique? Critique(DesignRound round, Candidate candidate)
    {
        if (options.Critic is not { } critic) return null;
        var critique = round.Decide("a critique", () => critic.Ask(round.Name, candidate, round.Cancellation));
        if (critique is not null && critique.Hash != candidate.Hash)
            throw new InvalidDataException($"The critique of round {round.Name} is on program '{critique.Hash}', but the program is '{candidate.Hash}'.");
        return critique;
    }

    /// <summary>The examples of the tasks nearest to this one, but neither its own nor any that is its expert's program under another sentence.</summary>
    private ExampleProgram[] Nearest(DesignRound round)
    {
        if (options.Examples is not { } store) return [];
        var own = Bare(brief.HumanReward ?? "");
        var names = round.Decide("the nearest examples", () => store.NearestAsync(brief.Task, store.Examples.Count, round.Cancellation).AsTask().GetAwaiter().GetResult()
            .Where(found => Bare(found.Example.Program) != own).Take(options.Shots).Select(found => found.Example.Name).ToArray());
        return [.. names.Select(name => store.Examples.First(example => example.Name == name))];
    }

    private static string Bare(string program) => string.Concat(program.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>An answer, asked for anew while it holds no program.</summary>
    private Answer Draw(DesignRound round, IReadOnlyList<Message> messages, string[] from)
    {
        var answer = "";
        for (var draw = 0; draw < options.Draws; draw++)
        {
            answer = round.Ask(new(client, "designer", messages, options.Temperature))[0];
            if (CodeBlock.Extract(answer).Code is { } code) return new(answer, code, DraftOf(code, round.Name, from));
        }

        return new(answer, null, new(answer, $"answer of round {round.Name}", from) { Failure = new(FailureKind.NoCode, CodeBlock.Extract(answer).Reason) });
    }

    /// <summary>In the world's own words; a general word that has none fails the draft with its place.</summary>
    private Draft DraftOf(string code, string round, string[] from)
    {
        var origin = $"answer of round {round}";
        if (options.Terms is not { } terms) return new(code, origin, from);
        var translated = terms.Map.Apply(code);
        return translated.Unknown.Count == 0 ? new(translated.Program, origin, from) : new(code, origin, from) { Failure = Failure.Of(translated.Unknown) };
    }

    /// <param name="Text">All that was said.</param>
    /// <param name="Program">The program in it, in the words it was written in; null where there is none.</param>
    /// <param name="Draft">It as a draft.</param>
    private sealed record Answer(string Text, string? Program, Draft Draft);
}
