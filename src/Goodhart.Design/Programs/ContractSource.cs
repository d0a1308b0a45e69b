using System.Globalization;
using System.Text;

namespace Goodhart.Design;

/// <summary>The types <c>Obs</c>, <c>Act</c> and <c>World</c> of a contract, as C#: read-only views of a row of numbers.</summary>
internal static class ContractSource
{
    public static string Of(RewardContract contract)
    {
        var text = new StringBuilder();
        Observation(text, contract.Schema);
        Action(text, contract.Schema.Actions);
        text.Append("public static class World\n{\n");
        foreach (var constant in contract.Schema.Constants)
            text.Append(CultureInfo.InvariantCulture, $"    public const double {ProgramName.Of(constant.Name)} = {constant.Value:R};\n");
        return text.Append("}\n").ToString();
    }

    private static void Observation(StringBuilder text, Schema schema)
    {
        var fields = schema.Observation.Select((field, column) => (Path: ProgramName.Path(field.Name).Split('.'), field, column)).ToArray();
        Group(text, "Obs", fields, depth: 0, "    public bool Terminal => this.row[" + schema.Observation.Count.ToString(CultureInfo.InvariantCulture) + "] != 0;\n");
    }

    private static void Group(StringBuilder text, string type, (string[] Path, Field Field, int Column)[] fields, int depth, string extra = "")
    {
        text.Append(CultureInfo.InvariantCulture, $"public readonly struct {type}\n{{\n    private readonly double[] row;\n    internal {type}(double[] row) => this.row = row;\n{extra}");
        foreach (var (path, field, column) in fields.Where(f => f.Path.Length == depth + 1))
            text.Append(field.Kind == FieldKind.Flag
                ? string.Create(CultureInfo.InvariantCulture, $"    public bool {path[depth]} => this.row[{column}] != 0;\n")
                : string.Create(CultureInfo.InvariantCulture, $"    public double {path[depth]} => this.row[{column}];\n"));
        var groups = fields.Where(f => f.Path.Length > depth + 1).GroupBy(f => f.Path[depth]).ToArray();
        foreach (var group in groups) text.Append(CultureInfo.InvariantCulture, $"    public {type}{group.Key} {group.Key} => new {type}{group.Key}(this.row);\n");
        text.Append("}\n");
        foreach (var group in groups) Group(text, type + group.Key, [.. group], depth + 1);
    }

    private static void Action(StringBuilder text, ActionSpace actions)
    {
        text.Append("public readonly struct Act\n{\n    private readonly double[] row;\n    internal Act(double[] row) => this.row = row;\n");
        if (actions is ActionSpace.Discrete discrete)
        {
            text.Append("    public int Index => (int)this.row[0];\n");
            for (var k = 0; k < discrete.Count; k++) text.Append(CultureInfo.InvariantCulture, $"    public bool {ProgramName.Of(discrete.Names[k])} => this.row[0] == {k};\n");
        }
        else if (actions is ActionSpace.Box box)
        {
            for (var k = 0; k < box.Fields.Count; k++) text.Append(CultureInfo.InvariantCulture, $"    public double {ProgramName.Of(box.Fields[k].Name)} => this.row[{k}];\n");
        }

        text.Append("}\n");
    }
}
