using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>What can be said against a program without a language model.</summary>
public enum ReviewCheck
{
    /// <summary>A condition came out the same wherever it was asked for, on recorded and on imagined steps.</summary>
    ConditionNeverVaries,

    /// <summary>A condition was never asked for, so what it guards is never reached.</summary>
    Unreachable,

    /// <summary>A number of the memory is written and never read.</summary>
    MemoryNeverRead,

    /// <summary>A number of the memory is read and never written.</summary>
    MemoryNeverWritten,

    /// <summary>A component is read, or required, and never written.</summary>
    ComponentNeverWritten,

    /// <summary>A component is the same number on every recorded and imagined step.</summary>
    ComponentConstant,

    /// <summary>A variable is computed and never used.</summary>
    Unused,
}

/// <summary>One objection.</summary>
/// <param name="Check">What it is.</param>
/// <param name="Line">Line of the program's text, from 1.</param>
/// <param name="Message">In words that the writer can act on.</param>
public sealed record ReviewFinding(ReviewCheck Check, int Line, string Message)
{
    public override string ToString() => $"line {Line}: {Message}";
}

/// <summary>Looks through a program that compiles for what is surely, or nearly surely, a mistake, although it runs.</summary>
/// <remarks>
/// Names are followed through the text; conditions and components are watched while the program scores recorded steps and imagined ones, which range over all that a
/// field may hold, so that what is merely rare is not objected to. Conditions outside of the entry are not watched.
/// </remarks>
public static class StaticReview
{
    /// <summary>Every objection, in the order of the text.</summary>
    /// <param name="program">The program's text, as it was written.</param>
    /// <param name="contract">What it may speak of.</param>
    /// <param name="experience">Recorded steps.</param>
    /// <param name="copies">Copies of the world they are of, for the memory.</param>
    /// <param name="required">Components that must be written.</param>
    public static IReadOnlyList<ReviewFinding> Of(string program, RewardContract contract, Transitions experience, int copies, params IReadOnlyList<string> required)
    {
        var tree = ProgramTree.Read(program);
        if (EntryPoint.Find(tree).Method is not { } entry) return [];
        return [.. Memory(program).Concat(Components(program, tree.Line(entry.Identifier.GetLocation()), required)).Concat(Unused(tree))
            .Concat(WatchedProgram.Findings(program, contract, experience, copies)).OrderBy(f => f.Line).ThenBy(f => f.Check)];
    }

    private static IEnumerable<ReviewFinding> Memory(string program)
    {
        foreach (var uses in NamedNumbers.Of(program, "Memory").GroupBy(n => n.Name))
        {
            if (!uses.Any(n => n.Read)) yield return new(ReviewCheck.MemoryNeverRead, uses.First().Line, $"memory[\"{uses.Key}\"] is written and never read, so it changes nothing. Use it, or drop it.");
            if (!uses.Any(n => n.Written)) yield return new(ReviewCheck.MemoryNeverWritten, uses.First().Line, $"memory[\"{uses.Key}\"] is read and never written, so it is 0 for ever. Write it, or read the one you mean.");
        }
    }

    private static IEnumerable<ReviewFinding> Components(string program, int entry, IReadOnlyList<string> required)
    {
        var uses = NamedNumbers.Of(program, "Parts").ToLookup(n => n.Name);
        foreach (var name in required.Concat(uses.Select(u => u.Key)).Distinct())
            if (!uses[name].Any(n => n.Written)) yield return new(ReviewCheck.ComponentNeverWritten, uses[name].FirstOrDefault()?.Line ?? entry, $"parts[\"{name}\"] is never written.");
    }

    private static IEnumerable<ReviewFinding> Unused(ProgramTree tree)
    {
        foreach (var method in tree.Program.Members.OfType<MethodDeclarationSyntax>())
        {
            var used = method.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Parent is not AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleAssignmentExpression } assignment || assignment.Left != name)
                .Select(name => name.Identifier.Text).ToHashSet();
            foreach (var variable in method.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().SelectMany(d => d.Declaration.Variables).Where(v => !used.Contains(v.Identifier.Text)))
                yield return new(ReviewCheck.Unused, tree.Line(variable.GetLocation()), $"'{variable.Identifier.Text}' is computed and never used. Use it, or drop it.");
        }
    }
}
