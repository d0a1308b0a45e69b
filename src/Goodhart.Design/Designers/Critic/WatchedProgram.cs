using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Goodhart.Design;

/// <summary>A program that also notes how its conditions come out, each as a component of its own, so that the box need not be opened.</summary>
internal sealed class WatchedProgram
{
    private readonly List<(int Line, string Text, ExpressionSyntax Node)> conditions = [];
    private readonly string text;

    private WatchedProgram(string program, ProgramTree tree, MethodDeclarationSyntax entry)
    {
        if (entry.ParameterList.Parameters.Count < 4)
        {
            text = program;
            return;
        }

        foreach (var node in entry.DescendantNodes().Select(Condition).OfType<ExpressionSyntax>())
            if (!node.DescendantNodesAndSelf().Any(n => n is DeclarationExpressionSyntax or SingleVariableDesignationSyntax)) conditions.Add((tree.Line(node.GetLocation()), node.ToString(), node));
        text = Noted(program, tree, entry.ParameterList.Parameters[3].Identifier.Text);
    }

    /// <summary>Conditions that never vary, and components that are the same everywhere.</summary>
    public static IEnumerable<ReviewFinding> Findings(string program, RewardContract contract, Transitions experience, int copies)
    {
        var tree = ProgramTree.Read(program);
        var watched = new WatchedProgram(program, tree, EntryPoint.Find(tree).Method!);
        using var compiled = new RewardCompiler(new(Components: 1000, Characters: 1 << 17, Tokens: 1 << 15)).Compile(watched.text, contract).Program;
        if (compiled is null) return [];
        using var imagined = Experience.Imagine(experience, new(0x5EED));
        return Columns(compiled, experience, copies) is { } met && Columns(compiled, imagined, imagined.Count) is { } thought ? watched.Read(program, compiled.Components, met, thought) : [];
    }

    /// <summary>Lowest and highest of every component; null where the program breaks a rule, after which nothing can be said of the rest.</summary>
    private static (float Low, float High)[]? Columns(RewardProgram program, Transitions batch, int copies)
    {
        var (reward, scores) = (program.ToReward(), new float[batch.Count]);
        var trace = PartTrace.Of(reward);
        try
        {
            reward.Begin(copies);
            reward.Evaluate(batch, scores, trace);
        }
        catch (Exception e) when (Failure.Of(e) is not null)
        {
            return null;
        }

        return [.. trace.Children.Select(c => (c.Min, c.Max))];
    }

    private IEnumerable<ReviewFinding> Read(string program, IReadOnlyList<string> components, (float Low, float High)[] met, (float Low, float High)[] thought)
    {
        bool Ever(string name) => components.ToList().IndexOf(name) is >= 0 and var k && (met[k].High > 0 || thought[k].High > 0);
        for (var i = 0; i < conditions.Count; i++)
        {
            var (held, failed) = (Ever(Held(i)), Ever(Failed(i)));
            var (line, words, node) = conditions[i];
            if (held && failed) continue;
            if (held || failed) yield return new(ReviewCheck.ConditionNeverVaries, line, $"the condition '{words}' {(held ? "always" : "never")} holds, on recorded and on imagined steps alike.");
            else if (!conditions.Take(i).Where((_, k) => !(Ever(Held(k)) && Ever(Failed(k)))).Any(c => c.Node.Parent!.Span.Contains(node.Span)))
                yield return new(ReviewCheck.Unreachable, line, $"the condition '{words}' is never reached.");
        }

        foreach (var use in NamedNumbers.Of(program, "Parts").Where(n => n.Written).DistinctBy(n => n.Name))
            if (components.ToList().IndexOf(use.Name) is >= 0 and var k && met[k].Low == met[k].High && thought[k] == met[k])
                yield return new(ReviewCheck.ComponentConstant, use.Line, string.Create(CultureInfo.InvariantCulture, $"parts[\"{use.Name}\"] is {met[k].Low:G4} whatever happens, so it teaches nothing."));
    }

    private static ExpressionSyntax? Condition(SyntaxNode node) => node switch
    {
        IfStatementSyntax s => s.Condition,
        ConditionalExpressionSyntax s => s.Condition,
        WhileStatementSyntax s => s.Condition,
        _ => null,
    };

    private string Noted(string program, ProgramTree tree, string parts)
    {
        var edits = conditions.Select((c, i) => (Start: tree.Offset(c.Node.Span), c.Node.Span.Length, Index: i)).ToArray();
        var marks = edits.SelectMany(e => new[] { (At: e.Start, Order: (1, -e.Length), Text: $"Asked{e.Index}({parts}, "), (At: e.Start + e.Length, Order: (0, e.Length), Text: ")") })
            .OrderBy(m => m.At).ThenBy(m => m.Order);
        var (noted, from) = (new StringBuilder(), 0);
        foreach (var (at, _, mark) in marks)
        {
            noted.Append(program, from, at - from).Append(mark);
            from = at;
        }

        noted.Append(program, from, program.Length - from).Append('\n');
        for (var i = 0; i < conditions.Count; i++)
            noted.Append(CultureInfo.InvariantCulture, $"bool Asked{i}(Parts parts, bool holds) {{ if (holds) parts[\"{Held(i)}\"] = 1; else parts[\"{Failed(i)}\"] = 1; return holds; }}\n");
        return noted.ToString();
    }

    private static string Held(int condition) => $"AskedHeld{condition}";

    private static string Failed(int condition) => $"AskedFailed{condition}";
}
