using System.Globalization;
using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>
/// Auto MC-Reward — Automated Dense Reward Design with Large Language Models for Minecraft (2024): a designer writes a sparse and a dense part of which only signs count,
/// a critic reviews the program before it is trained on, and an analyzer says why the trained policy's episodes failed.
/// </summary>
/// <remarks>
/// Rounds keep the policy where the training can. What the analyzer reads is <see cref="Outcome.Episodes"/>, so the training must watch episodes; it is told
/// observations and labels of endings, never a reward. Without an analyzer a designer is told only that its program was trained on.
/// </remarks>
/// <param name="designer">Who writes.</param>
/// <param name="critic">Who reviews; null for what can be said without a model, or for nobody where <see cref="CriticOptions.Reviews"/> is 0.</param>
/// <param name="analyzer">Who reads the episodes; null for nobody.</param>
/// <param name="options">The paper's when null.</param>
public sealed class CriticDesigner(IChatClient designer, IChatClient? critic = null, IChatClient? analyzer = null, CriticOptions? options = null) : IDesigner
{
    private readonly CriticOptions options = (options ?? new()).Checked();

    public string Name => string.Join(", ", new[]
    {
        "auto mc-reward", FormattableString.Invariant($"temperature {options.Temperature}"), options.Signs ? null : "free magnitudes",
        options.Reviews == 0 ? "no reviews" : $"{options.Reviews} reviews by {string.Join(" and ", new[] { options.Static ? "analysis" : null, critic is null ? null : "critic" }.OfType<string>().DefaultIfEmpty("dry runs"))}",
        analyzer is null ? "no analyzer" : "analyzer", options.KeepPolicy ? null : "a new policy each round",
        options.Sound is { Count: > 0 } sound ? $"tried with {ContentKey.Of([.. sound])}" : null,
    }.OfType<string>());

    public IRewardWriter Begin(DesignBrief brief) => new Writer(designer, new(designer, critic, options, brief), analyzer is null ? null : new(analyzer, brief), options, brief);

    private sealed class Writer(IChatClient client, CriticLoop critic, TrajectoryAnalyzer? analyzer, CriticOptions options, DesignBrief brief) : IRewardWriter
    {
        private readonly IReadOnlyList<Message> first = CriticPrompt.First(brief, options.Signs);
        private IReadOnlyList<Message> messages = CriticPrompt.First(brief, options.Signs);
        private CriticLoop.Handed[] handed = [];
        private string[] parents = [];
        private string? from;

        public IReadOnlyList<Draft> Write(DesignRound round)
        {
            if (round.Number == 1) critic.Calibrate(round);
            var drawn = round.Ask(new(client, "designer", messages, options.Temperature, options.AtOnce, options.Attempts), round.Samples);
            handed = [.. drawn.Select((answer, i) => critic.Review(round, messages, answer, text => DraftOf(text, $"answer {i + 1} of round {round.Name}")))];
            return [.. handed.Select(h => h.Draft)];
        }

        public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates)
        {
            var best = candidates.Where(c => c.Outcome is not null).MaxBy(c => c.Fitness);
            var about = best ?? candidates.FirstOrDefault(c => c.Failure is not null);
            if (about is null) return;
            var told = best is null ? RewardReflection.Of(about.Failure!) : Told(round, best);
            round.Record(new LineageEntry.Reflected(round.Name, about.Id, told));
            messages = CriticPrompt.Next(first, handed[candidates.ToList().IndexOf(about)].Answer, told);
            parents = [about.Id];
            if (best is not null && options.KeepPolicy && round.KeepsPolicies) from = best.Id;
        }

        private string Told(DesignRound round, Candidate best)
        {
            var trained = string.Create(CultureInfo.InvariantCulture, $"A policy was trained on your program for {best.Outcome!.Steps:N0} steps.");
            const string next = "Improve the program; keep what serves the task. Give the whole of it.";
            if (analyzer is null) return $"{trained} {next}";
            var digest = best.Outcome.Episodes
                ?? throw new ArgumentException("The analyzer has no episodes to read: the training does not watch them. Say in its options what an ending is called (TrainingOptions.Watch).");
            return $"{trained} {analyzer.Tell(round, best, digest, options.Attempts)}\n{next}";
        }

        private Draft DraftOf(string answer, string origin)
        {
            Draft Of(string text, Failure? failure = null) => new(text, origin, parents) { Failure = failure, From = from };
            if (CodeBlock.Extract(answer) is not { Code: { } code }) return Of(answer, new(FailureKind.NoCode, CodeBlock.Extract(answer).Reason));
            if (!options.Signs) return Of(code);
            return SignReward.Missing(code) is { } missing ? Of(code, new(FailureKind.Refused, missing)) : Of(SignReward.Of(code));
        }
    }
}
