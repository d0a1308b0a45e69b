using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Goodhart.Design;

/// <summary>
/// A program of which only signs count: R = sgn(sparse)·1 + sgn(dense)·0.1 (Auto MC-Reward, 2024). Who wrote it decides on conditions, never on magnitudes.
/// </summary>
/// <remarks>
/// The result is a program again, with the memory, the components and the line numbers of the one it is made of, so that it is whole wherever it is taken.
/// sgn(0) = 0: a part that is exactly 0 pays nothing. A part or a total that is no finite number is a failure of the program, not a sign.
/// </remarks>
public static class SignReward
{
    /// <summary>Names of the two components a program must write.</summary>
    public const string Sparse = "sparse", Dense = "dense";

    /// <summary>What a sign is worth; the paper's.</summary>
    public const double SparseWeight = 1, DenseWeight = .1;

    private const string inner = "RewardBeforeSigns", sign = "SignOrZero";

    /// <summary>The program that pays signs.</summary>
    /// <param name="program">A program that writes <c>parts["sparse"]</c> and <c>parts["dense"]</c>.</param>
    /// <param name="sparseWeight">What the sign of the sparse part is worth.</param>
    /// <param name="denseWeight">What the sign of the dense part is worth.</param>
    /// <returns>Its text; where no entry is found, the text as it was, for the compiler to refuse.</returns>
    public static string Of(string program, double sparseWeight = SparseWeight, double denseWeight = DenseWeight)
    {
        var tree = ProgramTree.Read(program);
        if (!tree.IsWhole || tree.Tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) || EntryPoint.Find(tree).Method is not { } entry) return program;
        var (at, memory) = (tree.Offset(entry.Identifier.Span), entry.ParameterList.Parameters.Count == 5);
        if (entry.ParameterList.Parameters.Count < 4) return program;
        var renamed = string.Concat(program.AsSpan(0, at), inner, program.AsSpan(at + entry.Identifier.Span.Length));
        return $"{renamed.TrimEnd()}\n\n" + string.Create(CultureInfo.InvariantCulture, $$"""
            // Only signs count. A total or a part that is no finite number is refused.
            double Reward(Obs before, Act action, Obs after, Parts parts{{(memory ? ", Memory memory" : "")}})
            {
                double total = {{inner}}(before, action, after, parts{{(memory ? ", memory" : "")}});
                if (!double.IsFinite(total)) return total;
                return {{sparseWeight:R}} * {{sign}}(parts["{{Sparse}}"]) + {{denseWeight:R}} * {{sign}}(parts["{{Dense}}"]);
            }

            double {{sign}}(double value) { return double.IsFinite(value) ? Math.Sign(value) : 0; }
            """).ReplaceLineEndings("\n");
    }

    /// <summary>Why a program cannot be paid by signs: it is too long, or never writes a part. Null where it can, and where it has no entry, which the compiler says better.</summary>
    public static string? Missing(string program)
    {
        if (TextLimits.Check(program, new()) is { } refused) return refused.ToString();
        if (EntryPoint.Find(ProgramTree.Read(program)).Method is null) return null;
        var written = NamedNumbers.Of(program, "Parts").Where(n => n.Written).Select(n => n.Name).ToHashSet();
        string[] missing = [.. new[] { Sparse, Dense }.Where(name => !written.Contains(name))];
        return missing.Length == 0 ? null
            : $"The program never writes {string.Join(" or ", missing.Select(name => $"parts[\"{name}\"]"))}, of which the sign is what is paid. Write both in {EntryPoint.Signature}.";
    }
}
