using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Goodhart.Worlds.Simulations;

/// <summary>The words of the XML documentation file that the compiler writes beside an assembly.</summary>
internal static partial class DocumentedMembers
{
    private static readonly ConcurrentDictionary<(string File, DateTime Written), Dictionary<string, XElement>> files = new();

    /// <summary>A member's summary, or what its type says of the parameter of that name; null where there is no documentation, or none that can be read.</summary>
    public static string? Of(MemberInfo member)
    {
        var file = Path.ChangeExtension(member.Module.Assembly.Location, ".xml");
        if (file.Length == 0 || !File.Exists(file)) return null;
        var members = files.GetOrAdd((file, File.GetLastWriteTimeUtc(file)), key => Read(key.File));
        var type = member.DeclaringType!.FullName!.Replace('+', '.');
        return Text(members.GetValueOrDefault($"{(member is PropertyInfo ? 'P' : 'F')}:{type}.{member.Name}")?.Element("summary"))
            ?? Text(members.GetValueOrDefault($"T:{type}")?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == member.Name));
    }

    private static Dictionary<string, XElement> Read(string file)
    {
        try
        {
            return XDocument.Load(file).Descendants("member").Where(m => m.Attribute("name") is not null)
                .DistinctBy(m => m.Attribute("name")!.Value).ToDictionary(m => m.Attribute("name")!.Value);
        }
        catch (XmlException)
        {
            return [];   // documentation is words for people: a run does not fail for want of it
        }
    }

    /// <summary>Plain words on one line, without the full stop; references by their last name.</summary>
    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        var words = string.Concat(element.DescendantNodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { IsEmpty: true } reference => ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "").Split(':', '.')[^1],
            _ => "",
        }));
        var line = Space().Replace(words, " ").Trim().TrimEnd('.');
        return line.Length > 0 ? line : null;
    }

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
