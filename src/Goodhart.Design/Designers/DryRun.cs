using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>What can be said against a program before anything is trained on it.</summary>
internal static class DryRun
{
    /// <summary>The first objection: nothing read, a broken rule on recorded transitions, the same number everywhere. Null where there is none.</summary>
    /// <param name="program">The program.</param>
    /// <param name="met">Transitions a random policy met, of <see cref="Experience.Copies"/> copies.</param>
    public static Failure? Of(RewardProgram program, Transitions met)
    {
        if (ReadsNothing(program.Text))
            return new(FailureKind.ReadsNothing, "The program reads neither observation nor action, so no policy can earn more of it than another. Use before, action or after.");
        var reward = program.ToReward();
        var scores = new float[met.Count];
        try
        {
            reward.Begin(Experience.Copies);
            reward.Evaluate(met, scores);
        }
        catch (Exception e) when (Failure.Of(e) is { } failure)
        {
            return failure;
        }

        return Alike(scores) && !Varies(reward, met, scores[0])
            ? new(FailureKind.Constant, $"The total is {scores[0]:G4} whatever happens, so no policy can earn more of it than another. Let it depend on what is observed.")
            : null;
    }

    private static bool Alike(ReadOnlySpan<float> scores) => !scores.ContainsAnyExcept(scores[0]);

    // Situations that cannot occur may break a rule; that is no objection, and shows that the program is not constant.
    private static bool Varies(IReward<Transitions> reward, Transitions met, float constant)
    {
        using var imagined = Experience.Imagine(met, new(0x5EED));
        var scores = new float[imagined.Count];
        try
        {
            reward.Begin(imagined.Count);
            reward.Evaluate(imagined, scores);
            return scores.AsSpan().ContainsAnyExcept(constant);
        }
        catch (Exception e) when (Failure.Of(e) is not null)
        {
            return true;
        }
    }

    private static bool ReadsNothing(string text)
    {
        var root = CSharpSyntaxTree.ParseText($"class Program {{ {text}\n}}").GetRoot();
        if (root.DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == "Reward") is not { } entry) return false;
        var inputs = entry.ParameterList.Parameters.Where(p => p.Type?.ToString() is "Obs" or "Act").Select(p => p.Identifier.ValueText).ToHashSet();
        return !((Microsoft.CodeAnalysis.SyntaxNode?)entry.Body ?? entry.ExpressionBody)!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => inputs.Contains(name.Identifier.ValueText));
    }
}
