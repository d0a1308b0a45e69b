using System.Text.Json.Nodes;

namespace Goodhart.Models;

/// <summary>Rotary positions in config.json: <c>rope_theta</c> and <c>rope_scaling</c> (transformers 4) or <c>rope_parameters</c> (5).</summary>
internal static class RopeFields
{
    public const string Theta = "rope_theta", Scaling = "rope_scaling", Parameters = "rope_parameters";

    private const double DefaultTheta = 10_000;

    public static (double Theta, RopeScaling? Scaling) Read(ConfigFields fields, int positions, string name)
    {
        var outer = fields.Number(Theta, DefaultTheta);
        if ((fields.Object(Parameters) ?? fields.Object(Scaling)) is not { } rope) return (outer, null);
        if (rope.Number("partial_rotary_factor", 1) != 1 || fields.Number("partial_rotary_factor", 1) != 1)
            throw new CheckpointException($"'{name}': rotary positions over a part of a head ('partial_rotary_factor') are not supported.", name);
        return (rope.Number(Theta, outer), Stretch(rope, positions, name));
    }

    /// <summary>Fields to write; those of the other spelling are null, so that they are taken away.</summary>
    public static IEnumerable<(string Name, JsonNode? Value)> Write(LanguageConfig config, bool nested)
    {
        var rope = config.RopeScaling is { } scaling ? Node(scaling) : null;
        if (nested)
        {
            rope ??= new JsonObject { ["rope_type"] = "default" };
            rope[Theta] = config.RopeTheta;
            yield return (Parameters, rope);
            yield return (Theta, null);
            yield return (Scaling, null);
        }
        else
        {
            yield return (Theta, config.RopeTheta);
            yield return (Scaling, rope);
        }
    }

    private static RopeScaling? Stretch(ConfigFields rope, int positions, string name)
    {
        var field = rope.Has("rope_type") ? "rope_type" : "type";
        var word = rope.Text(field) ?? "default";
        if (word is "default") return null;
        if (!LanguageConfigNames.Ropes.TryGetValue(word, out var kind)) throw rope.Unknown(field, word, ["default", .. LanguageConfigNames.Ropes.Keys]);
        var scaling = new RopeScaling(kind, rope.Number("factor"), rope.Number("low_freq_factor", 1), rope.Number("high_freq_factor", 4),
            rope.Size("original_max_position_embeddings", positions));
        if (scaling.Factor < 1) throw new CheckpointException($"'{name}': rotary 'factor' must be at least 1, is {scaling.Factor}.", name);
        return scaling.LowFrequencyFactor < scaling.HighFrequencyFactor ? scaling
            : throw new CheckpointException($"'{name}': 'low_freq_factor' {scaling.LowFrequencyFactor} must be below 'high_freq_factor' {scaling.HighFrequencyFactor}.", name);
    }

    private static JsonObject Node(RopeScaling scaling)
    {
        var node = new JsonObject { ["rope_type"] = LanguageConfigNames.Of(LanguageConfigNames.Ropes, scaling.Kind), ["factor"] = scaling.Factor };
        if (scaling.Kind is not RopeKind.Llama3) return node;
        node["low_freq_factor"] = scaling.LowFrequencyFactor;
        node["high_freq_factor"] = scaling.HighFrequencyFactor;
        node["original_max_position_embeddings"] = scaling.OriginalMaxPositions;
        return node;
    }
}
