namespace Goodhart.Design;

/// <summary>Seeds the mistakes that language models make into a program that has none, so that extraction, diagnostics and limits can be tried without a model.</summary>
public static class FaultyCode
{
    /// <summary>Every mistake there is.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("prose", FaultSymptom.NoCode, "words without a program", _ => "I would reward the agent for coming closer and punish it for falling; shall I write that down as code?"),
        new("cut-off", FaultSymptom.Refused, "the answer ends in the middle", s => s.CutOff()),
        new("missing-brace", FaultSymptom.Refused, "a closing brace is missing", s => s.WithoutClosingBrace()),
        new("missing-semicolon", FaultSymptom.Refused, "a semicolon is missing", s => s.WithoutSemicolon()),
        new("unknown-attribute", FaultSymptom.Refused, "reads a field that does not exist", s => s.Misnamed("ToGoal")),
        new("undefined-variable", FaultSymptom.Refused, "uses a variable that was never declared", s => s.Returned(e => $"{e} + closenessBonus")),
        new("wrong-type", FaultSymptom.Refused, "puts a fraction into a whole number", s => s.Begin("int temperature = 0.5;")),
        new("wrong-shape", FaultSymptom.Refused, "indexes a number", s => s.Begin("double scale = 1.0; double first = scale[0];")),
        new("missing-return", FaultSymptom.Refused, "a path returns nothing", s => s.WithoutReturn()),
        new("unknown-helper", FaultSymptom.Refused, "calls a method that does not exist", s => s.Returned(e => $"NormalizedDistance({e})")),
        new("renamed-entry", FaultSymptom.Refused, "the method has another name", s => s.Renamed("ComputeReward")),
        new("file-access", FaultSymptom.Refused, "writes a file", s => s.Begin("System.IO.File.AppendAllText(\"reward.log\", \"step\");")),
        new("randomness", FaultSymptom.Refused, "draws random numbers", s => s.Returned(e => $"{e} + 0.01 * new System.Random().NextDouble()")),
        new("infinite-loop", FaultSymptom.Fuel, "a loop that never ends", s => s.Begin("double searched = 0; while (searched < 1) searched *= 2;")),
        new("endless-recursion", FaultSymptom.Fuel, "a method that calls itself without end", s => s.Helper("double Refined(double guess) { return Refined(0.5 * guess) + 1; }", e => $"Refined({e})")),
        new("division-by-zero", FaultSymptom.Value, "divides zero by zero", s => s.Helper("double Share(double part, double whole) { return part / whole; }", e => $"({e}) + Share(0, 0)")),
        new("rare-nan", FaultSymptom.Value, "no number, but only where an episode ends", s => s.Begin($"if ({s.After}.Terminal) return Math.Sqrt(-1.0);")),
        new("overflow", FaultSymptom.Value, "an exponential without bound", s => s.Returned(e => $"({e}) + Math.Exp(1000.0)")),
        new("hidden-state", FaultSymptom.Refused, "counts its calls in a field", s => s.Helper("double calls;", e => $"({e}) + 0.001 * calls++")),
        new("constant", FaultSymptom.Silent, "the same for everything", s => s.Returned(e => $"1 + 0 * ({e})")),
        new("wrong-sign", FaultSymptom.Silent, "pays for the opposite", s => s.Returned(e => $"-({e})")),
    ];

    /// <summary>The mistake of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that are near.</exception>
    public static Fault Find(string name) => All.FirstOrDefault(f => f.Name == name)
        ?? throw new ArgumentException($"There is no fault '{name}'.{Nearest.Hint(name, [.. All.Select(f => f.Name)])}", nameof(name));

    /// <summary>A whole answer that gives the program with the mistake in it: fenced, unless the mistake is to give none.</summary>
    public static string Reply(string program, Fault fault, Generator rng)
    {
        var text = fault.Into(program, rng);
        return fault.Symptom == FaultSymptom.NoCode ? text : fault.Name == "cut-off" ? "```csharp\n" + text : CodeBlock.Fence(text);
    }

    /// <summary>A whole answer with a mistake drawn from all of them, or from <paramref name="among"/>.</summary>
    public static string Reply(string program, Generator rng, params IReadOnlyList<Fault> among)
    {
        var from = among.Count > 0 ? among : All;
        return Reply(program, from[rng.NextInt(from.Count)], rng);
    }
}
