using System.Globalization;
using System.Text;

namespace Goodhart.Design;

/// <summary>What a reward program may use, as a compact C# view for whoever writes one: names, types, units, bounds and meanings.</summary>
/// <remarks>It is made of a <see cref="RewardContract"/>, which holds no reward, so that a writer cannot copy what it will be judged by (Text2Reward's compact representation).</remarks>
public static class EnvironmentCard
{
    private const int Column = 40;

    /// <summary>The card of a contract.</summary>
    /// <param name="contract">What programs may speak of.</param>
    /// <param name="about">A line or two about the world, in words; empty for none.</param>
    public static string Of(RewardContract contract, string about = "")
    {
        var text = new StringBuilder();
        foreach (var line in about.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) text.Append($"// {line}\n");
        Observation(text, contract.Schema);
        Action(text, contract.Schema.Actions);
        Constants(text, contract.Schema.Constants);
        return text.Append(Fixed).ToString();
    }

    private static string Fixed => """
        class Parts    // the named components of this step's reward, for the record
        {
            double this[string name];           // write each once: parts["near"] = near; names are plain string constants
        }
        class Memory   // numbers kept from step to step of one episode, 0 until written
        {
            double this[string name];           // memory["best"] = best;
            double this[string name, int index];
            bool Has(string name);              // whether it was written in this episode
            bool Has(string name, int index);
        }

        // Write this method; helper methods and constants may stand beside it. No class, namespace or using around them.
        // It is called once per step and returns the step's reward. memory, and then parts, may be left out where they are not used.
        double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)

        // Allowed C#: double, int, bool, arrays and tuples of them; const; methods (each with a name of its own), local functions, lambdas;
        // if, switch, for, foreach, while, ?:; Math, double.IsFinite. Nothing else exists: no text but names of parts and memory, no classes or structs,
        // no variables outside of methods, no generics, no LINQ, no try or throw, no random numbers, clock, files or console.
        // All is read only but parts and memory. Every number must stay finite; loops and calls are counted.

        """.ReplaceLineEndings("\n");

    private static void Observation(StringBuilder text, Schema schema)
    {
        text.Append("class Obs      // one observation\n{\n");
        Member(text, 1, "bool Terminal", "whether the episode ended here, other than by running out of time");
        Group(text, [.. schema.Observation.Select(f => (ProgramName.Path(f.Name).Split('.'), f))], depth: 0);
        text.Append("}\n");
    }

    private static void Group(StringBuilder text, (string[] Path, Field Field)[] fields, int depth)
    {
        foreach (var (path, field) in fields.Where(f => f.Path.Length == depth + 1))
            Member(text, depth + 1, $"{(field.Kind == FieldKind.Flag ? "bool" : "double")} {path[depth]}", Comment(field));
        foreach (var group in fields.Where(f => f.Path.Length > depth + 1).GroupBy(f => f.Path[depth]))
        {
            text.Append(' ', 4 * (depth + 1)).Append(CultureInfo.InvariantCulture, $"class {group.Key} {{   // written after.{string.Join('.', group.First().Path)}\n");
            Group(text, [.. group], depth + 1);
            text.Append(' ', 4 * (depth + 1)).Append("}\n");
        }
    }

    private static void Action(StringBuilder text, ActionSpace actions)
    {
        text.Append("class Act      // what was done in this step\n{\n");
        if (actions is ActionSpace.Discrete discrete)
        {
            Member(text, 1, "int Index", string.Create(CultureInfo.InvariantCulture, $"0 to {discrete.Count - 1}, in the order below; exactly one of these is true"));
            foreach (var name in discrete.Names) Member(text, 1, "bool " + ProgramName.Of(name), "");
        }
        else if (actions is ActionSpace.Box box)
        {
            foreach (var field in box.Fields) Member(text, 1, "double " + ProgramName.Of(field.Name), Comment(field));
        }

        text.Append("}\n");
    }

    private static void Constants(StringBuilder text, IReadOnlyList<Constant> constants)
    {
        if (constants.Count == 0) return;
        text.Append("static class World\n{\n");
        foreach (var constant in constants)
        {
            var unit = constant.Unit == "1" ? "" : constant.Unit;
            Member(text, 1, string.Create(CultureInfo.InvariantCulture, $"const double {ProgramName.Of(constant.Name)} = {constant.Value:R}"), Joined(unit, constant.Meaning));
        }

        text.Append("}\n");
    }

    private static string Comment(Field field)
    {
        if (field.Kind == FieldKind.Flag) return field.Meaning;
        var range = (float.IsFinite(field.Low), float.IsFinite(field.High)) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $"{field.Low} to {field.High}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"≥ {field.Low}"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"≤ {field.High}"),
            _ => "",
        };
        var unit = field.Unit == "1" ? "" : field.Unit;
        return Joined(range.Length > 0 && unit.Length > 0 ? $"{range} {unit}" : range + unit, field.Meaning);
    }

    private static string Joined(string quantity, string meaning) => quantity.Length > 0 && meaning.Length > 0 ? $"{quantity}: {meaning}" : quantity + meaning;

    private static void Member(StringBuilder text, int depth, string declaration, string comment)
    {
        var line = new string(' ', 4 * depth) + declaration + ";";
        text.Append(comment.Length > 0 ? line.PadRight(Column) + "// " + comment.ReplaceLineEndings(" ") : line).Append('\n');
    }
}
