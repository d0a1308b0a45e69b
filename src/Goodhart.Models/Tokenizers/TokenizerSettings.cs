namespace Goodhart.Models;

/// <summary>Which tokens play which part, and whether a text gets them: tokenizer_config.json, special_tokens_map.json and tokenizer.json's post-processor.</summary>
internal sealed record TokenizerSettings(int? Bos, int? Eos, int? Pad, int? Unknown, bool AddsBos, bool AddsEos)
{
    /// <summary>What families call their first and last token where no file says it.</summary>
    private static readonly string[] firsts = ["<|begin_of_text|>", "<s>"], lasts = ["<|endoftext|>", "<|end_of_text|>", "</s>"];

    public static TokenizerSettings Read(JsonField tokenizer, JsonField config, JsonField map, Vocabulary vocabulary)
    {
        var (bos, eos) = (Part("bos_token", firsts), Part("eos_token", lasts));
        var (start, end) = Template(tokenizer["post_processor"], vocabulary, bos, eos);
        return new(bos, eos, Part("pad_token", []), Part("unk_token", []) ?? NamedOrNone(tokenizer["model"]["unk_token"], vocabulary),
            config["add_bos_token"].Flag(start), config["add_eos_token"].Flag(end));

        int? Part(string name, string[] usual)
        {
            foreach (var field in (ReadOnlySpan<JsonField>)[config[name], map[name]])
                if (!field.IsNull) return Named(field, vocabulary);
            var silent = config[name].Value.ValueKind is System.Text.Json.JsonValueKind.Undefined;
            foreach (var token in usual)
                if (silent && vocabulary.TryId(token, out var id)) return id;
            return null;
        }
    }

    /// <summary>WordLevel must name a token for unknown words; an empty name says that there is none.</summary>
    private static int? NamedOrNone(JsonField field, Vocabulary vocabulary) => field.TokenText() is { Length: 0 } ? null : Named(field, vocabulary);

    private static int? Named(JsonField field, Vocabulary vocabulary) =>
        field.TokenText() is not { } token ? null : vocabulary.TryId(token, out var id) ? id : throw field.Wrong("a token of the vocabulary");

    /// <summary>Whether the post-processor puts the first token before a single text, and the last one after it.</summary>
    private static (bool Start, bool End) Template(JsonField field, Vocabulary vocabulary, int? bos, int? eos)
    {
        if (field.IsNull) return default;
        if (field["type"].Text() == "Sequence")
            return field["processors"].Items().Select(part => Template(part, vocabulary, bos, eos)).Aggregate((Start: false, End: false), (a, b) => (a.Start || b.Start, a.End || b.End));
        if (field["type"].Text() != "TemplateProcessing") return default;
        var (start, end, seen) = (false, false, false);
        foreach (var item in field["single"].Items())
        {
            seen |= !item["Sequence"].IsNull;
            if (item["SpecialToken"].IsNull) continue;
            var id = Named(item["SpecialToken"]["id"], vocabulary);
            if (seen ? id != eos : id != bos) throw item.Wrong(seen ? "the token that ends a text" : "the token that begins a text");
            (start, end) = (start || !seen, end || seen);
        }

        return (start, end);
    }
}
