using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Goodhart.Audit.Cards;

/// <summary>One hash over everything that decides what a reward has learnt: the same hash, the same weights on the same machine.</summary>
internal static class LineageHash
{
    public static string Of(RewardCard card)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, "parents", card.Parents);
            Write(json, "data", card.Data.Files.Select(file => file.Sha256));
            json.WriteString("objective", card.Objective);
            json.WriteStartObject("options");
            foreach (var (name, value) in card.Options.OrderBy(option => option.Key, StringComparer.Ordinal)) json.WriteString(name, value);
            json.WriteEndObject();
            Write(json, "seeds", card.Seeds.Select(seed => seed.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>Hash of a text, for a parent that has no card.</summary>
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
