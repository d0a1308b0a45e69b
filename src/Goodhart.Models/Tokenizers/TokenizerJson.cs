using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goodhart.Models;

/// <summary>Writes the files of a new tokenizer as Hugging Face's library writes them.</summary>
internal static class TokenizerJson
{
    private static readonly JsonSerializerOptions indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TokenizerFiles Bpe(IReadOnlyList<string> tokens, IReadOnlyList<string> special, IReadOnlyList<(string Left, string Right)> merges, TokenRoles roles)
    {
        JsonObject Bytes() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };
        return Files(tokens, special, Bytes(), Bytes(), new()
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["ignore_merges"] = false,
            ["vocab"] = Ids(tokens),
            ["merges"] = new JsonArray([.. merges.Select(pair => (JsonNode)new JsonArray(pair.Left, pair.Right))]),
        }, roles);
    }

    public static TokenizerFiles Words(IReadOnlyList<string> tokens, IReadOnlyList<string> special, bool byCharacter, TokenRoles roles) => Files(
        tokens, special,
        byCharacter
            ? new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = @"[\s\S]" }, ["behavior"] = "Isolated", ["invert"] = false }
            : new() { ["type"] = "WhitespaceSplit" },
        byCharacter ? new JsonObject { ["type"] = "Fuse" } : null,
        // The format wants a name for the unknown token even where the vocabulary lacks it.
        new() { ["type"] = "WordLevel", ["vocab"] = Ids(tokens), ["unk_token"] = roles.Unknown ?? "" }, roles);

    private static TokenizerFiles Files(IReadOnlyList<string> tokens, IReadOnlyList<string> special, JsonObject cut, JsonObject? decoder, JsonObject model, TokenRoles roles)
    {
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. special.Select((token, id) => (JsonNode)new JsonObject
            {
                ["id"] = id, ["content"] = token, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = cut,
            ["post_processor"] = AddBos(tokens, roles),
            ["decoder"] = decoder,
            ["model"] = model,
        };
        var config = new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["add_bos_token"] = roles.AddsBos, ["clean_up_tokenization_spaces"] = false };
        foreach (var (name, token) in Named(roles)) config[name] = token;
        var map = new JsonObject();
        foreach (var (name, token) in Named(roles)) if (token is not null) map[name] = token;
        return new(new Dictionary<string, byte[]>
        {
            [TokenizerFiles.TokenizerName] = JsonSerializer.SerializeToUtf8Bytes(json, indented),
            [TokenizerFiles.ConfigName] = JsonSerializer.SerializeToUtf8Bytes(config, indented),
            [TokenizerFiles.MapName] = JsonSerializer.SerializeToUtf8Bytes(map, indented),
        });
    }

    private static JsonObject? AddBos(IReadOnlyList<string> tokens, TokenRoles roles)
    {
        if (!roles.AddsBos || roles.Bos is null) return null;
        JsonObject Special() => new() { ["SpecialToken"] = new JsonObject { ["id"] = roles.Bos, ["type_id"] = 0 } };
        JsonObject Text(string name, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = type } };
        var id = tokens.Select((token, at) => (token, at)).First(pair => pair.token == roles.Bos).at;
        return new()
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(), Text("A", 0)),
            ["pair"] = new JsonArray(Special(), Text("A", 0), Text("B", 1)),
            ["special_tokens"] = new JsonObject { [roles.Bos] = new JsonObject { ["id"] = roles.Bos, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(roles.Bos) } },
        };
    }

    private static (string Name, string? Token)[] Named(TokenRoles roles) =>
        [("bos_token", roles.Bos), ("eos_token", roles.Eos), ("pad_token", roles.Pad), ("unk_token", roles.Unknown)];

    private static JsonObject Ids(IReadOnlyList<string> tokens)
    {
        var ids = new JsonObject();
        for (var id = 0; id < tokens.Count; id++)
            if (!ids.TryAdd(tokens[id], JsonValue.Create(id))) throw new ArgumentException($"The token '{tokens[id]}' is there twice.", nameof(tokens));
        return ids;
    }
}
