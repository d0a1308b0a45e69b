using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>
/// Eureka — Human-Level Reward Design via Coding Large Language Models (2023): a language model writes K whole programs, the best one's training is told to it in
/// words, and it writes K better ones; an evolutionary search whose mutation is the model.
/// </summary>
/// <remarks>
/// A request holds exactly two messages in the first round and four afterwards: the history does not grow. The best of a round goes into the next one's request
/// even where an earlier one was better; the best of all is kept for the end.
/// </remarks>
/// <param name="client">The model.</param>
/// <param name="options">The paper's when null.</param>
public sealed class EurekaDesigner(IChatClient client, EurekaOptions? options = null) : IDesigner
{
    private readonly EurekaOptions options = options ?? new();

    public string Name => string.Join(", ", new[]
    {
        "eureka", FormattableString.Invariant($"temperature {options.Temperature}"),
        options.Feedback == EurekaFeedback.FitnessOnly ? "fitness only" : null, options.Evolve ? null : "no evolution", options.Repair ? null : "no repair",
        options.Initial is { } text ? $"from program {ContentKey.Of(text)}" : null, options.Person is { } person ? person.Replaces ? "a person's words" : "with a person's words" : null,
    }.OfType<string>());

    public IRewardWriter Begin(DesignBrief brief) => new Writer(client, options, brief);

    private sealed class Writer(IChatClient client, EurekaOptions options, DesignBrief brief) : IRewardWriter
    {
        private readonly IReadOnlyList<Message> first = EurekaPrompt.First(brief);
        private readonly Dictionary<string, string> answers = new(StringComparer.Ordinal);
        private IReadOnlyList<Message> messages = EurekaPrompt.First(brief);
        private string[] drawn = [], parents = [];

        public IReadOnlyList<Draft> Write(DesignRound round)
        {
            if (round.Number == 1 && options.Initial is { } initial) return [Given(round, initial)];
            drawn = [.. round.Ask(new(client, "designer", messages, options.Temperature, options.AtOnce, options.Attempts), round.Samples)];
            return [.. drawn.Select((answer, i) => DraftOf(answer, $"answer {i + 1} of round {round.Name}"))];
        }

        public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates)
        {
            for (var i = 0; i < candidates.Count; i++) answers[candidates[i].Id] = drawn.Length > i ? drawn[i] : CodeBlock.Fence(candidates[i].Text);
            var best = candidates.Where(c => c.Outcome is not null).MaxBy(c => c.Fitness);
            var about = best ?? Typical(candidates);
            if (about is null) return;
            var reflection = best is null ? RewardReflection.Of(about.Failure!) : Told(round, best);
            round.Record(new LineageEntry.Reflected(round.Name, about.Id, reflection));
            if (!options.Evolve) return;
            (messages, parents) = (EurekaPrompt.Next(first, answers[about.Id], reflection), [about.Id]);
        }

        /// <summary>A failed candidate of the most frequent mistake; null where the last request is to be repeated as it is.</summary>
        private Candidate? Typical(IReadOnlyList<Candidate> candidates) => !options.Repair && candidates.Count > 1 ? null
            : candidates.Where(c => c.Failure is not null).GroupBy(c => c.Failure!.Mistake).OrderByDescending(g => g.Count()).FirstOrDefault()?.First();

        private string Told(DesignRound round, Candidate best)
        {
            var statistics = RewardReflection.Of(best.Outcome!, options.Feedback == EurekaFeedback.Statistics);
            if (options.Person is not { } person) return statistics;
            var words = round.Decide("a person's words", () => person.Ask(round.Name, best, round.Cancellation)?.Trim() ?? "");
            if (words.Length == 0) return statistics;
            round.Record(new LineageEntry.Critique(round.Name, "person", best.Id, words));
            words = $"Somebody watched the policy that was trained on your reward, and says:\n{words}\n";
            return person.Replaces ? words + "Write an improved program." : words + statistics;
        }

        private Draft DraftOf(string answer, string origin) => CodeBlock.Extract(answer) is { Code: { } code }
            ? new(code, origin, parents)
            : new(answer, origin, parents) { Failure = new(FailureKind.NoCode, CodeBlock.Extract(answer).Reason) };

        private static Draft Given(DesignRound round, string initial)
        {
            var draft = new Draft(initial, "the initial program");
            return round.Check(draft)[0].Failure is { } failure ? throw new ArgumentException($"The initial program does not run: {failure.Message.Split('\n')[0]}") : draft;
        }
    }
}
