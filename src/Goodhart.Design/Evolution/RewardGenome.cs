using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goodhart.Design.Evolution;

/// <summary>One component of a reward: a weighted signal that may be gated.</summary>
/// <param name="Signal">What it pays for.</param>
/// <param name="Weight">How much; negative for a cost.</param>
/// <param name="Gates">It is 0 unless all of them hold: stages of a task. Progress asks them of the state before the step, the others of the state after it.</param>
public sealed record Term(Signal Signal, double Weight, params IReadOnlyList<Condition> Gates)
{
    internal bool IsSame(Term other) => Structure == other.Structure;

    /// <summary>The term without its numbers, but with the sign of its weight.</summary>
    [JsonIgnore]
    internal string Structure => $"{(Weight < 0 ? "−" : "+")} {Without(Signal)} | {string.Join(" & ", Gates.Select(g => Without(g).ToString()).Order(StringComparer.Ordinal))}";

    private static Signal Without(Signal signal) => signal switch
    {
        Signal.Closeness close => close with { Temperature = 0 },
        Signal.Progress progress => progress with { Temperature = 0 },
        Signal.State state => new Signal.State(Without(state.Condition)),
        Signal.Onset onset => new Signal.Onset(Without(onset.Condition)),
        _ => signal,
    };

    private static Condition Without(Condition condition) => condition switch
    {
        Condition.Near near => near with { Within = 0 },
        Condition.Not not => new Condition.Not(Without(not.Of)),
        _ => condition,
    };
}

/// <summary>A reward as a sum of typed terms that search can change piece by piece and that prints as a program.</summary>
/// <param name="Terms">The components, at least one.</param>
public sealed record RewardGenome(IReadOnlyList<Term> Terms)
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The terms without their numbers: two genomes of one structure differ in weights and temperatures only.</summary>
    [JsonIgnore]
    public string Structure => string.Join('\n', Terms.Select(t => t.Structure).Order(StringComparer.Ordinal));

    /// <summary>As a program over the contract of <paramref name="words"/>; it compiles.</summary>
    public string Print(Vocabulary words) => GenomeText.Of(this, words);

    public string ToJson() => JsonSerializer.Serialize(this, json);

    /// <exception cref="JsonException">The text is not a genome.</exception>
    public static RewardGenome FromJson(string text) =>
        JsonSerializer.Deserialize<RewardGenome>(text, json) is { Terms.Count: > 0 } genome ? genome : throw new JsonException("Expected a genome with at least one term.");

    /// <summary>The same reward as a person would write it: no gate twice or against itself, no term twice, numbers of two figures.</summary>
    /// <param name="most">Terms beyond so many are left out, the lightest first.</param>
    public RewardGenome Tidy(int most = 12)
    {
        var kept = new List<Term>();
        foreach (var term in Terms.Select(Tidy).Where(t => t.Weight != 0))
            if (!kept.Exists(term.IsSame)) kept.Add(term);
        if (kept.Count > most) kept = [.. kept.Where(t => kept.Count(o => Math.Abs(o.Weight) > Math.Abs(t.Weight)) < most).Take(most)];
        return new(kept.Count > 0 ? kept : [Terms[0] with { Weight = 1 }]);
    }

    private static Term Tidy(Term term)
    {
        var about = term.Signal switch { Signal.State state => state.Condition.Subject, Signal.Onset onset => onset.Condition.Subject, _ => null };
        var gates = new List<Condition>();
        foreach (var gate in term.Gates.Select(Tidy))
            if (!gate.Subject.Equals(about) && !gates.Exists(g => g.Subject.Equals(gate.Subject))) gates.Add(gate);
        return new(Tidy(term.Signal), Figures.Two(term.Weight), gates);
    }

    // A signed quantity has no exponential, and an episode begins to be over only once.

    private static Signal Tidy(Signal signal) => signal switch
    {
        Signal.Closeness close => new Signal.Closeness(close.Reading, Fitting(close.Shape, close.Reading), Figures.Two(close.Temperature)),
        Signal.Progress progress => new Signal.Progress(progress.Reading, Fitting(progress.Shape, progress.Reading), Figures.Two(progress.Temperature)),
        Signal.State { Condition: Condition.Terminal end } => new Signal.Onset(end),
        Signal.Onset { Condition: Condition.Not { Of: Condition.Terminal } not } => new Signal.State(not),
        Signal.State state => new Signal.State(Tidy(state.Condition)),
        Signal.Onset onset => new Signal.Onset(Tidy(onset.Condition)),
        _ => signal,
    };

    private static Shape Fitting(Shape shape, Reading measure) => measure.IsSigned && shape == Shape.Exponential ? Shape.Tanh : shape;

    private static Condition Tidy(Condition condition) => condition switch
    {
        Condition.Near near => near with { Within = Figures.Two(near.Within) },
        Condition.Not { Of: Condition.Not twice } => Tidy(twice.Of),
        Condition.Not not => new Condition.Not(Tidy(not.Of)),
        _ => condition,
    };
}
