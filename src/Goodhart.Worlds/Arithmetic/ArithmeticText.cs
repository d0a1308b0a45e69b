using System.Text;
using System.Text.RegularExpressions;

namespace Goodhart.Worlds.Arithmetic;

/// <summary>How a solution is written down.</summary>
public enum ArithmeticStyle
{
    /// <summary>As a person jots it: one line.</summary>
    Terse,

    /// <summary>As a machine explains it: a line per step, with remarks between them.</summary>
    Detailed,
}

/// <summary>Solutions as texts, and back.</summary>
public static partial class ArithmeticText
{
    /// <summary>Marks what is said again, and is no step.</summary>
    private const string Again = "To repeat, ";

    private static readonly string[] remarks = ["Let us go on from there.", "Now to the next part.", "So far, so good.", "We proceed in the same way."];

    /// <summary>Writes a solution down.</summary>
    /// <param name="solution">What is written.</param>
    /// <param name="style">How.</param>
    /// <param name="rng">Draws the remarks, which say nothing new.</param>
    /// <param name="remarks">Chance of a remark after each step of a detailed text, in [0, 1].</param>
    /// <param name="padded">A detailed text fills the place of each missing step with a line that does nothing, so that its length does not tell.</param>
    public static string Write(ArithmeticSolution solution, ArithmeticStyle style, Generator rng, double remarks = 0.5, bool padded = false)
    {
        if (style is ArithmeticStyle.Terse)
            return $"{string.Join(", ", solution.Steps.Select(s => s.ToString().Replace(" ", "", StringComparison.Ordinal)))}. Answer: {solution.Answer}";
        var text = new StringBuilder();
        var missing = padded ? solution.Problem.Operations.Count - solution.Steps.Count : 0;
        int next = 0, lines = solution.Steps.Count + Math.Max(0, missing);
        for (var line = 1; line <= lines; line++)
        {
            var pad = rng.NextInt(lines - line + 1) < missing;
            if (pad) missing--;
            var said = pad ? Idle(solution, next) : Said(solution.Steps[next++]);
            text.Append($"Step {line}: {said}.\n");
            if (rng.NextDouble() >= remarks) continue;
            text.Append(rng.NextInt(2) == 0 && next > 0 ? $"{Again}{solution.Steps[next - 1]}." : ArithmeticText.remarks[rng.NextInt(ArithmeticText.remarks.Length)]).Append('\n');
        }

        return text.Append($"Answer: {solution.Answer}").ToString();
    }

    /// <summary>The problem that a text states; null where it states none.</summary>
    public static ArithmeticProblem? Problem(string text)
    {
        if (Stated().Match(text) is not { Success: true } found || !int.TryParse(found.Groups[1].Value, out var modulus) || modulus < 2) return null;
        Operation[] operations = [.. found.Groups[3].Captures.Select((sign, i) => new Operation(SignOf(sign.Value[0]), int.Parse(found.Groups[4].Captures[i].Value)))];
        return new(int.Parse(found.Groups[2].Value) % modulus, operations, modulus);
    }

    /// <summary>The steps and the answer in a text; null where it gives no answer. Numbers are taken modulo the problem's, so that equal forms are equal.</summary>
    public static ArithmeticSolution? Solution(ArithmeticProblem problem, string text)
    {
        if (Given().Match(text) is not { Success: true } answer) return null;
        List<ArithmeticStep> steps = [];
        foreach (var step in Written().EnumerateMatches(text))
        {
            var parts = Written().Match(text, step.Index, step.Length);
            steps.Add(new(Number(parts.Groups[1]), SymbolOf(parts.Groups[2].ValueSpan[0]), Number(parts.Groups[3]), Number(parts.Groups[4])));
        }

        return new(problem, steps, Number(answer.Groups[1]));

        int Number(Group digits) => (int)(long.Parse(digits.ValueSpan) % problem.Modulus);
    }

    /// <summary>Whether a text's answer is the problem's, in whatever form; a text without an answer is wrong.</summary>
    public static bool IsRight(ArithmeticProblem problem, string text) => Solution(problem, text) is { IsRight: true };

    private static string Said(ArithmeticStep step) => $"we take {step.Left} and {ArithmeticProblem.Word(step.Sign)} {step.Right}, so {step}";

    /// <summary>As many words as a step has, and no step.</summary>
    private static string Idle(ArithmeticSolution solution, int next)
    {
        var value = next == 0 ? solution.Problem.Start : solution.Steps[next - 1].Claimed;
        return $"we take {value} and leave it {value}, so {value} and {value} is {value}";
    }

    private static Sign SignOf(char word) => word switch { 'a' => Sign.Add, 's' => Sign.Subtract, _ => Sign.Times };

    private static Sign SymbolOf(char symbol) => symbol switch { '+' => Sign.Add, '-' => Sign.Subtract, _ => Sign.Times };

    [GeneratedRegex(@"modulo (\d{1,6})\. Start with (\d{1,6})(?:; (add|subtract|multiply by) (\d{1,6}))+")]
    private static partial Regex Stated();

    [GeneratedRegex(@"(?<!repeat, )\b(\d{1,18}) ?([-+*]) ?(\d{1,18}) ?= ?(\d{1,18})")]
    private static partial Regex Written();

    [GeneratedRegex(@"Answer: (\d{1,18})")]
    private static partial Regex Given();
}
