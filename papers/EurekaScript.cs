using System.Globalization;
using System.Text.RegularExpressions;
using Goodhart.Design;

namespace Goodhart.Papers;

/// <summary>
/// A designer without a language model: it reads the real prompts and answers with real C#, by rules that are written here. What it shows is that statistics reach a
/// program by way of the text, and what a search with such rules is worth; of language models it shows nothing.
/// </summary>
/// <param name="Broken">Share of answers with a seeded mistake.</param>
/// <param name="Anew">Share of answers that take nothing from the program before, as a model at temperature 1 now and then does.</param>
/// <param name="Milestones">Share of new programs that pay for every flag once, when it comes up.</param>
/// <param name="Shuffled">Reads the statistics under each other's names, the control.</param>
internal sealed partial record EurekaScript(double Broken = .1, double Anew = .25, double Milestones = .5, bool Shuffled = false)
{
    // What runs and is merely wrong is no broken code.
    private static readonly Fault[] mistakes = [.. FaultyCode.All.Where(f => f.Symptom is not FaultSymptom.Silent)];

    public ScriptedChat Chat(ulong seed) => new(Answer, seed, "eureka's script");

    public string Answer(ScriptedRequest request)
    {
        var (rng, words) = (request.Rng, EurekaVocabulary.Read(request.Messages[1].Text));
        var told = request.Messages.Count == 4 && request.Last.Contains(Outcome.TaskScore + ": ", StringComparison.Ordinal);
        var terms = !told || rng.NextDouble() < Anew ? Fresh(words, rng)
            : Improve([.. EurekaTerm.Read(request.Answered)], Read(request.Last, rng), words, rng);
        var program = EurekaTerm.Program(terms);
        return rng.NextDouble() < Broken ? FaultyCode.Reply(program, rng, mistakes)
            : $"Components: {string.Join(", ", terms.Select(t => t.Name))}.\n{CodeBlock.Fence(program)}";
    }

    internal List<EurekaTerm> Fresh(EurekaVocabulary words, Generator rng)
    {
        var terms = new List<EurekaTerm>();
        if (words.Aim is not null) terms.Add(words.Reach(words.Aim, rng));
        if (rng.NextDouble() < Milestones)
            foreach (var flag in words.Flags) Add(terms, EurekaVocabulary.First(flag, rng));
        for (var left = 1 + rng.NextInt(4); left > 0; left--) Add(terms, words.Draw(rng));
        return terms;
    }

    /// <summary>The rules of the prompt: (a) anew where the score stays near zero, (b) change what hardly changes, (c) rescale what towers; then a mutation.</summary>
    private List<EurekaTerm> Improve(List<EurekaTerm> terms, Dictionary<string, Statistics> seen, EurekaVocabulary words, Generator rng)
    {
        if (terms.Count == 0 || seen[Outcome.TaskScore].Max < .05) return Fresh(words, rng);
        foreach (var term in terms.ToArray())
        {
            if (!seen.TryGetValue(term.Name, out var own)) continue;
            var others = terms.Where(t => t != term && seen.ContainsKey(t.Name)).Select(t => Math.Abs(seen[t.Name].Mean)).DefaultIfEmpty(0).Max();
            if (own.Max - own.Min < .01 * Math.Max(1, Math.Abs(own.Max))) Change(terms, term, words, rng);
            else if (others > 0 && Math.Abs(own.Mean) > 10 * others) Replace(terms, term, term with { Weight = Math.Round(term.Weight * 3 * others / Math.Abs(own.Mean), 4) });
        }

        for (var left = 1 + rng.NextInt(2); left > 0; left--) Mutate(terms, words, rng);
        return terms.Count > 0 ? terms : Fresh(words, rng);
    }

    private static void Change(List<EurekaTerm> terms, EurekaTerm term, EurekaVocabulary words, Generator rng)
    {
        switch (rng.NextInt(3))
        {
            case 0: Replace(terms, term, Spread(term, 1, rng)); break;
            case 1: terms.Remove(term); Add(terms, words.Draw(rng)); break;
            default: terms.Remove(term); break;
        }
    }

    private static void Mutate(List<EurekaTerm> terms, EurekaVocabulary words, Generator rng)
    {
        var choice = rng.NextInt(4);
        if (choice == 0 || terms.Count == 0) Add(terms, words.Draw(rng));
        else if (choice == 1 && terms.Count > 1) terms.RemoveAt(rng.NextInt(terms.Count));
        else if (terms[rng.NextInt(terms.Count)] is var term) Replace(terms, term, Spread(term, .5, rng));
    }

    private static EurekaTerm Spread(EurekaTerm term, double width, Generator rng) => term with
    {
        Weight = Math.Round(term.Weight * Math.Exp(width * rng.NextNormal()), 4),
        Temperature = term.Temperature is { } temperature ? Math.Round(Math.Clamp(temperature * Math.Exp(width * rng.NextNormal()), .1, 20), 3) : null,
    };

    private static void Replace(List<EurekaTerm> terms, EurekaTerm old, EurekaTerm with) => terms[terms.IndexOf(old)] = with;

    internal static void Add(List<EurekaTerm> terms, EurekaTerm term)
    {
        if (terms.Count < 8 && terms.All(t => t.Name != term.Name)) terms.Add(term);
    }

    private Dictionary<string, Statistics> Read(string reflection, Generator rng)
    {
        var lines = Line().Matches(reflection).DistinctBy(m => m.Groups[1].Value).Select(m => (m.Groups[1].Value, new Statistics(Number(m, 2), Number(m, 3), Number(m, 4)))).ToArray();
        var parts = lines.Where(l => l.Value != Outcome.TaskScore).Select(l => l.Value).ToArray();
        var order = parts.ToArray();
        if (Shuffled) rng.Shuffle<string>(order);
        return lines.ToDictionary(l => Array.IndexOf(parts, l.Value) is >= 0 and var at ? order[at] : l.Value, l => l.Item2);
    }

    private static double Number(Match line, int group) => double.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    private readonly record struct Statistics(double Max, double Mean, double Min);

    [GeneratedRegex(@"^(\w+): \[.*\], Max: (\S+), Mean: (\S+), Min: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
