using System.Reflection;
using System.Text.RegularExpressions;

namespace Goodhart.Worlds.Simulations;

/// <summary>What the members of an observation record are called and said to be.</summary>
internal static partial class MemberWords
{
    /// <summary>Public properties and fields of an instance, those of base types first, in the order in which they are declared.</summary>
    public static IEnumerable<MemberInfo> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var line = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(object) && t != typeof(ValueType); t = t.BaseType) line.Push(t);
        return line.SelectMany(t => t.GetProperties(own).Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0).OrderBy(p => p.MetadataToken).Cast<MemberInfo>()
            .Concat(t.GetFields(own).OrderBy(f => f.MetadataToken))).DistinctBy(m => m.Name);
    }

    /// <summary>"AngularVelocity" → "angular velocity", "RGBMean" → "RGB mean": programs write it as the member again.</summary>
    public static string Name(string member) =>
        string.Join(' ', Word().Matches(member).Select(w => w.Length > 1 && w.Value.All(c => char.IsAsciiLetterUpper(c)) ? w.Value : w.Value.ToLowerInvariant()));

    public static Field Field(MemberInfo member, string name, FieldKind kind)
    {
        var said = Said(member) ?? new();
        var comma = said.Text.IndexOf(',', StringComparison.Ordinal);
        var unit = (kind == FieldKind.Flag ? "" : comma < 0 ? said.Text : said.Text[..comma]).Trim();
        var rest = (kind == FieldKind.Flag ? said.Text : comma < 0 ? "" : said.Text[(comma + 1)..]).Trim();
        var (low, high) = kind == FieldKind.Flag ? (0, 1) : (said.Low, said.High);
        var summary = DocumentedMembers.Of(member);
        return new(name, unit.Length > 0 ? unit : "1", low, high, kind, summary is null ? rest : rest.Length > 0 ? $"{summary} ({rest})" : summary);
    }

    /// <summary>The attribute of the member, or of the parameter of a positional record that made it.</summary>
    private static ObsAttribute? Said(MemberInfo member) => member.GetCustomAttribute<ObsAttribute>() ?? member.DeclaringType!.GetConstructors()
        .SelectMany(c => c.GetParameters()).Where(p => p.Name == member.Name).Select(p => p.GetCustomAttribute<ObsAttribute>()).FirstOrDefault(a => a is not null);

    [GeneratedRegex("[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")]
    private static partial Regex Word();
}
