using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goodhart.Learning;

/// <summary>Strengths as JSON lines: {id, mean_strength, std_strength, votes}.</summary>
public static class StrengthFile
{
    public static void Write(PreferenceStrength strength, TextWriter writer)
    {
        foreach (var pair in strength.Pairs) writer.WriteLine(JsonSerializer.Serialize(new Row(pair.Id, pair.Mean, pair.Std, pair.Votes)));
    }

    /// <exception cref="InvalidDataException">A line is no such row; the message names it.</exception>
    public static PreferenceStrength Read(TextReader reader)
    {
        var pairs = new List<PairStrength>();
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            pairs.Add(Parse(text, line));
        }

        return pairs.Count > 0 ? new(pairs, double.NaN, 1) : throw new InvalidDataException("The strength file holds no row.");
    }

    private static PairStrength Parse(string text, int line)
    {
        try
        {
            var row = JsonSerializer.Deserialize<Row>(text);
            if (row?.Id is null || row.Votes is not { Count: >= 2 }) throw new InvalidDataException($"Line {line} of the strength file needs an 'id' and at least two 'votes'.");
            return new(row.Id, row.Votes);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Line {line} of the strength file is not a JSON object of strengths: {e.Message}", e);
        }
    }

    private sealed record Row([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("mean_strength")] double Mean,
        [property: JsonPropertyName("std_strength")] double Std, [property: JsonPropertyName("votes")] IReadOnlyList<double> Votes);
}
