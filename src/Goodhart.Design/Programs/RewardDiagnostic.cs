namespace Goodhart.Design;

/// <summary>The wall of the box that a program ran into.</summary>
public enum SandboxLayer { Text, Api, Syntax, Metadata, Fuel, Load, Result }

/// <summary>Why a program was refused, for a person or a language model to act on.</summary>
/// <param name="Id">RP0001 and so on; the same mistake has the same id.</param>
/// <param name="Layer">The wall it ran into.</param>
/// <param name="Line">Line of the program's own text, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What to write instead; empty where nothing can be said.</param>
public sealed record RewardDiagnostic(string Id, SandboxLayer Layer, int Line, int Column, string Message, string Suggestion = "")
{
    /// <summary>One line: "line 3: … (RP0102). Write …".</summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message} ({Id}){(Suggestion.Length > 0 ? $" {Suggestion}" : "")}";
}

/// <summary>What became of a program's text.</summary>
/// <param name="Program">The program; null when it was refused.</param>
/// <param name="Diagnostics">Why it was refused, in the order of its text; empty for a program that compiles.</param>
public sealed record Compiled(RewardProgram? Program, IReadOnlyList<RewardDiagnostic> Diagnostics)
{
    public bool Succeeded => Program is not null;
}
