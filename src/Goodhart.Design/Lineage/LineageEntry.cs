using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goodhart.Design;

/// <summary>One line of a design run's history.</summary>
/// <remarks>
/// The file is JSON lines, one object per line, only ever appended to. <c>kind</c> comes first and says which of the records below the line is; <c>at</c> is the UTC time.
/// Prompts, replies, trainings and decisions are found again by their keys, so a run that goes on pays for none of them twice; the other kinds are for the reader.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Prompt), "prompt")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Written), "written")]
[JsonDerivedType(typeof(Trained), "trained")]
[JsonDerivedType(typeof(Reflected), "reflected")]
[JsonDerivedType(typeof(Critique), "critique")]
[JsonDerivedType(typeof(Ranked), "ranked")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(RoundEnded), "round")]
[JsonDerivedType(typeof(Flagged), "flagged")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Note), "note")]
public abstract record LineageEntry
{
    private LineageEntry() { }

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Two entries of one identity say the same; the second is not written.</summary>
    [JsonIgnore]
    public abstract string Identity { get; }

    /// <summary>What was asked for; the first line.</summary>
    /// <param name="Format">Version of this format, 1.</param>
    /// <param name="Designer">Who designs, with what matters of its options.</param>
    /// <param name="World">The world.</param>
    /// <param name="Task">The task's sentence.</param>
    /// <param name="Training">World, trainer and budget.</param>
    /// <param name="Contract">Hash of what programs may speak of.</param>
    /// <param name="Options">Rounds, samples, seed and budgets.</param>
    public sealed record Started(int Format, string Designer, string World, string Task, string Training, string Contract, DesignOptions Options) : LineageEntry
    {
        public override string Identity => "started";
    }

    /// <summary>A request to a language model, once however often it was asked.</summary>
    /// <param name="Key">Hash of role, model, temperature and messages.</param>
    /// <param name="Role">Who is addressed: designer, critic, analyzer.</param>
    /// <param name="Model">Its name, where the client tells it.</param>
    /// <param name="Temperature">As asked for.</param>
    /// <param name="Messages">What was said so far.</param>
    public sealed record Prompt(string Key, string Role, string? Model, float? Temperature, IReadOnlyList<Message> Messages) : LineageEntry
    {
        public override string Identity => $"prompt {Key}";
    }

    /// <summary>An answer that was paid for.</summary>
    /// <param name="PromptKey">The prompt it answers.</param>
    /// <param name="Draw">How many answers to this prompt were drawn before, in this run.</param>
    /// <param name="Text">Its words.</param>
    /// <param name="InputTokens">Tokens read, where the endpoint tells.</param>
    /// <param name="OutputTokens">Tokens written, where the endpoint tells.</param>
    /// <param name="Seconds">How long it took.</param>
    public sealed record Reply(string PromptKey, int Draw, string Text, long? InputTokens, long? OutputTokens, double Seconds) : LineageEntry
    {
        public override string Identity => $"reply {PromptKey} {Draw}";
    }

    /// <summary>A candidate program, and why it cannot be trained on if it cannot.</summary>
    /// <param name="Id">restart.round.index, each from 1.</param>
    /// <param name="Origin">Where it came from, in a few words.</param>
    /// <param name="Parents">Ids of the candidates it was made from.</param>
    /// <param name="Program">Hash of its text.</param>
    /// <param name="Text">The program; what was answered where no program was found in it.</param>
    /// <param name="Components">Names of its components.</param>
    /// <param name="Failure">Null where it runs.</param>
    public sealed record Written(
        string Id, string Origin, IReadOnlyList<string> Parents, string Program, string Text, IReadOnlyList<string> Components, Failure? Failure) : LineageEntry
    {
        public override string Identity => $"written {Id}";
    }

    /// <summary>A training that was paid for: an outcome with its curves, or a failure while training.</summary>
    /// <param name="Program">Hash of the program that was the reward.</param>
    /// <param name="Training">World, trainer and budget.</param>
    /// <param name="Seed">Of the training.</param>
    /// <param name="Policy">Key of the policy it began with; null where it began anew.</param>
    /// <param name="Outcome">Null where it failed.</param>
    /// <param name="Failure">Null where it did not.</param>
    /// <param name="Seconds">How long it took.</param>
    public sealed record Trained(string Program, string Training, ulong Seed, string? Policy, Outcome? Outcome, Failure? Failure, double Seconds) : LineageEntry
    {
        public override string Identity => $"trained {Key(Program, Training, Seed, Policy)}";

        internal static string Key(string program, string training, ulong seed, string? policy) => ContentKey.Of(program, training, seed.ToString(), policy ?? "");
    }

    /// <summary>What a designer is told of a candidate's training.</summary>
    /// <param name="Round">restart.round.</param>
    /// <param name="About">Id of the candidate.</param>
    /// <param name="Text">The words.</param>
    public sealed record Reflected(string Round, string About, string Text) : LineageEntry
    {
        public override string Identity => $"reflected {Round} {About}";
    }

    /// <summary>What a person or a model says of a candidate.</summary>
    /// <param name="Key">Names the question, so that it is asked once.</param>
    /// <param name="By">Who says it: person, critic, analyzer.</param>
    /// <param name="About">Id of the candidate, or its program's hash.</param>
    /// <param name="Text">The words; empty where they had nothing to say.</param>
    public sealed record Critique(string Key, string By, string About, string Text) : LineageEntry
    {
        public override string Identity => $"critique {Key}";
    }

    /// <summary>Candidates in an order of preference.</summary>
    /// <param name="Round">restart.round, or "final".</param>
    /// <param name="By">Who ranked.</param>
    /// <param name="Order">Ids, the most preferred first.</param>
    /// <param name="Comparisons">Questions that were asked for it.</param>
    public sealed record Ranked(string Round, string By, IReadOnlyList<string> Order, int Comparisons) : LineageEntry
    {
        public override string Identity => $"ranked {Round}";
    }

    /// <summary>An answer from outside that the run must not ask for again: a comparison, a budget that ran out.</summary>
    /// <param name="Key">Names the question.</param>
    /// <param name="Value">The answer.</param>
    public sealed record Decided(string Key, JsonElement Value) : LineageEntry
    {
        public override string Identity => $"decided {Key}";
    }

    /// <summary>How a round came out.</summary>
    public sealed record RoundEnded(RoundSummary Summary) : LineageEntry
    {
        public override string Identity => $"round {Summary.Round}";
    }

    /// <summary>The audit's objection to a candidate: its reward rose and what was wanted did not.</summary>
    /// <param name="Candidate">Id.</param>
    /// <param name="Reason">The audit's words.</param>
    public sealed record Flagged(string Candidate, string Reason) : LineageEntry
    {
        public override string Identity => $"flagged {Candidate}";
    }

    /// <summary>A finalist on fresh seeds.</summary>
    public sealed record Evaluated(Finalist Finalist) : LineageEntry
    {
        public override string Identity => $"evaluated {Finalist.Candidate}";
    }

    /// <summary>The end of the run.</summary>
    /// <param name="Picked">Id of the candidate that was picked; null where there is none.</param>
    /// <param name="Words">How it came out, for a person.</param>
    public sealed record Ended(string? Picked, string Words) : LineageEntry
    {
        public override string Identity => "ended";
    }

    /// <summary>Something a reader has to know, such as a line that was cut off by a kill.</summary>
    public sealed record Note(string Text) : LineageEntry
    {
        public override string Identity => $"note {Text}";
    }
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Text">Its words.</param>
public sealed record Message(string Role, string Text);
