using System.Globalization;
using System.Text;

namespace Goodhart.Design.Evolution;

/// <summary>Prints a genome as a program: a helper for each distance, then a paragraph for each term with its own named constants, then the sum.</summary>
internal sealed class GenomeText
{
    // Longer lines are broken before the question mark and the colon.
    private const int Wide = 100;

    private readonly Vocabulary words;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal)
        { "before", "action", "after", "parts", "state", "value", "total", "taskScore", "Reward", "Square", "Obs", "Act", "World", "Parts", "Memory", "Math", "Program", "Entry" };
    private readonly HashSet<string> components = new(StringComparer.Ordinal);
    private readonly Dictionary<Reading, string> methods = [];
    private readonly StringBuilder helpers = new(), body = new();
    private bool squares;

    private GenomeText(Vocabulary words) => this.words = words;

    public static string Of(RewardGenome genome, Vocabulary words)
    {
        var text = new GenomeText(words);
        string[] sum = [.. genome.Terms.Select(text.Paragraph)];
        var total = string.Join(sum.Length > 4 ? "\n        + " : " + ", sum);
        return $"{text.helpers}{(text.squares ? "double Square(double value) => value * value;\n\n" : text.helpers.Length > 0 ? "\n" : "")}"
            + $"double Reward(Obs before, Act action, Obs after, Parts parts)\n{{\n{text.body}    return {total};\n}}\n";
    }

    private string Paragraph(Term term)
    {
        var component = Free(TermWords.Name(words, term), components);
        var local = Free(Camel(component), taken);
        var constants = new List<string>();
        var weight = Constant(constants, local + "Weight", term.Weight);
        var side = term.Signal is Signal.Progress ? "before" : "after";
        var gates = term.Gates.Select(g => Code(g, g.Subject is Condition.Terminal ? "after" : side, local, constants)).ToList();
        var (value, unit) = Code(term.Signal, weight, gates, local, constants);
        var gate = string.Join(" && ", gates);
        var line = gates.Count == 0 ? value : gate.Length + value.Length + local.Length < Wide ? $"{gate} ? {value} : 0" : $"{gate}\n        ? {value}\n        : 0";
        body.Append(CultureInfo.InvariantCulture, $"    // {TermWords.Comment(words, term)}\n    const double {string.Join(", ", constants)};{unit}\n    double {local} = {line};\n    parts[\"{component}\"] = {local};\n\n");
        return local;
    }

    // A condition that is paid for joins the gates, so that both read as one question.
    private (string Value, string Unit) Code(Signal signal, string weight, List<string> gates, string local, List<string> constants)
    {
        switch (signal)
        {
            case Signal.Closeness close:
                return ($"{weight} * {Bracket(close.Shape, Shaped(close.Reading, close.Shape, "after", Constant(constants, local + "Scale", close.Temperature)))}", UnitNote(close.Reading));
            case Signal.Progress progress:
                return ($"{weight} * {Difference(progress, Constant(constants, local + "Scale", progress.Temperature))}", UnitNote(progress.Reading));
            case Signal.State state:
                gates.Add(Code(state.Condition, "after", local, constants));
                return (weight, "");
            case Signal.Onset { Condition: Condition.Terminal }:
                gates.Add("after.Terminal");
                return (weight, "");
            case Signal.Onset onset:
                var began = Code(onset.Condition, "after", local, constants);
                gates.Add(Code(onset.Condition.Negated(), "before", local, constants));
                gates.Add(began);
                return (weight, "");
            case Signal.Chosen chosen:
                gates.Add($"action.{ProgramName.Of(chosen.Action)}");
                return (weight, "");
            case Signal.Effort:
                return ($"{weight} * ({string.Join(" + ", words.Efforts.Select(e => $"action.{ProgramName.Of(e)} * action.{ProgramName.Of(e)}"))})", "");
            default:
                return (weight, "");
        }
    }

    private string UnitNote(Reading measure) => words.Unit(measure) is var unit && unit == "1" ? "" : $"   // scale in {TermWords.Plain(unit)}";

    private static string Bracket(Shape shape, string value) => shape == Shape.Tanh && value[0] == '1' ? $"({value})" : value;

    private string Shaped(Reading measure, Shape shape, string state, string scale) => (measure.IsSigned, shape) switch
    {
        (true, Shape.Linear) => $"{Code(measure, state)} / {scale}",
        (true, _) => $"Math.Tanh({Code(measure, state)} / {scale})",
        (false, Shape.Linear) => $"-{Code(measure, state)} / {scale}",
        (false, Shape.Exponential) => $"Math.Exp(-{Code(measure, state)} / {scale})",
        (false, _) => $"1 - Math.Tanh({Code(measure, state)} / {scale})",
    };

    private string Difference(Signal.Progress progress, string scale)
    {
        var (first, second) = progress.Reading.IsSigned || progress.Shape == Shape.Exponential ? ("after", "before") : ("before", "after");
        return progress.Shape switch
        {
            Shape.Linear => $"({Code(progress.Reading, first)} - {Code(progress.Reading, second)}) / {scale}",
            Shape.Exponential => $"(Math.Exp(-{Code(progress.Reading, first)} / {scale}) - Math.Exp(-{Code(progress.Reading, second)} / {scale}))",
            _ => $"(Math.Tanh({Code(progress.Reading, first)} / {scale}) - Math.Tanh({Code(progress.Reading, second)} / {scale}))",
        };
    }

    private string Code(Condition condition, string state, string local, List<string> constants) => condition switch
    {
        Condition.Flag flag => $"{state}.{ProgramName.Path(flag.Name)}",
        Condition.Near near => $"{Code(near.Reading, state)} <= {Constant(constants, local + "Radius", near.Within)}",
        Condition.Not { Of: Condition.Near near } => $"{Code(near.Reading, state)} > {Constant(constants, local + "Radius", near.Within)}",
        Condition.Not { Of: var of } => $"!{Code(of, state, local, constants)}",
        _ => $"{state}.Terminal",
    };

    private string Code(Reading measure, string state) => measure switch
    {
        Reading.Level level => words.Quantity(level.Of).Code(state),
        Reading.Size size => $"Math.Abs({words.Quantity(size.Of).Code(state)})",
        _ => $"{Method(measure)}({state})",
    };

    private string Method(Reading measure)
    {
        if (methods.TryGetValue(measure, out var known)) return known;
        var name = methods[measure] = Free(TermWords.Method(words, measure), taken);
        helpers.Append(CultureInfo.InvariantCulture, $"double {name}(Obs state) => {Body(measure)};\n");
        return name;
    }

    private string Body(Reading measure) => measure switch
    {
        Reading.Distance d => Norm(words.Unit(measure), words.Point(d.From).Axes.Zip(words.Point(d.To).Axes, (a, b) => $"{a.Code("state")} - {b.Code("state")}")),
        Reading.Length length => Norm(words.Unit(measure), words.Point(length.Of).Axes.Select(a => a.Code("state"))),
        Reading.Gap gap => $"Math.Abs({words.Quantity(gap.From).Code("state")} - {words.Quantity(gap.To).Code("state")})",
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    private string Norm(string unit, IEnumerable<string> along)
    {
        if (Vocabulary.IsGrid(unit)) return string.Join(" + ", along.Select(a => $"Math.Abs({a})"));
        squares = true;
        return $"Math.Sqrt({string.Join(" + ", along.Select(a => $"Square({a})"))})";
    }

    // A number that a term asks for twice, before and after the step, is one constant.
    private string Constant(List<string> constants, string name, double value)
    {
        foreach (var known in constants)
            if (known.StartsWith(name, StringComparison.Ordinal) && known.EndsWith($" = {Figures.Literal(value)}", StringComparison.Ordinal)) return known[..known.IndexOf(' ')];
        var free = Free(name, taken);
        constants.Add($"{free} = {Figures.Literal(value)}");
        return free;
    }

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var k = 2; !taken.Add(free); k++) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{k}");
        return free;
    }

    private static string Camel(string snake)
    {
        var pascal = ProgramName.Of(snake);
        return char.ToLowerInvariant(pascal[0]) + pascal[1..];
    }
}
