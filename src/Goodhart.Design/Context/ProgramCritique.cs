using System.Text.Json;
using Goodhart.Feedback;

namespace Goodhart.Design;

/// <summary>What somebody said after watching the policy that a program trained (Text2Reward's interactive loop).</summary>
/// <param name="Hash">Hash of the program.</param>
/// <param name="Description">What the policy does.</param>
/// <param name="Advice">What to change.</param>
public sealed record ProgramCritique(string Hash, string Description, string Advice)
{
    /// <summary>As feedback on a program.</summary>
    public Critique<string> Of(string program) => new(program, string.Join(' ', new[] { Description, Advice }.Where(t => t.Length > 0)));

    /// <summary>Reads a file of JSON lines {"hash": …, "description": …, "advice": …}, all on the program of that hash.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is no critique, or is on another program; file and line are named.</exception>
    public static IReadOnlyList<ProgramCritique> Read(string path, string hash)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file of critiques '{path}'.", path);
        var critiques = new List<ProgramCritique>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var critique = Parse(line, $"{path}, line {number}");
            if (critique.Hash != hash)
                throw new InvalidDataException($"{path}, line {number}: this critique is on program '{critique.Hash}', but the program is '{hash}'. Watch the current policy and say it anew.");
            critiques.Add(critique);
        }

        return critiques;
    }

    private static ProgramCritique Parse(string line, string place)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{place}: an object with hash, description and advice was expected, found {root.ValueKind}.");
            string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim()
                : throw new InvalidDataException($"{place}: '{name}' must be a text{(root.TryGetProperty(name, out value) ? $", was {value.ValueKind}" : ", but is missing")}.");
            var critique = new ProgramCritique(Text("hash"), Text("description"), Text("advice"));
            return critique.Description.Length + critique.Advice.Length > 0 ? critique : throw new InvalidDataException($"{place}: a critique needs a description or an advice, both were empty.");
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException($"{place}: not valid JSON ({cause.Message.Split(" LineNumber")[0].TrimEnd('.')}).", cause);
        }
    }
}
