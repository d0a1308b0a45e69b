using System.Text.Json;
using Goodhart.Models;

namespace Goodhart.Tests;

/// <summary>Small tokenizers of the families in use, written as their tokenizer.json is.</summary>
internal static class TokenizerFolder
{
    public const string ByteLevelCut = """{ "type": "ByteLevel", "add_prefix_space": false }""";

    private const string Llama3 = """(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+""";

    public const string Llama3Cut = $$"""{ "type": "Sequence", "pretokenizers": [ { "type": "Split", "pattern": { "Regex": "{{Llama3}}" }, "behavior": "Isolated", "invert": false }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false } ] }""";

    public const string Llama2Config = """{ "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>" }""";

    public static string Llama2 { get; } = """
        { "normalizer": { "type": "Sequence", "normalizers": [ { "type": "Prepend", "prepend": "▁" }, { "type": "Replace", "pattern": { "String": " " }, "content": "▁" } ] },
          "pre_tokenizer": null,
          "post_processor": { "type": "TemplateProcessing", "single": [ { "SpecialToken": { "id": "<s>", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } } ] },
          "decoder": { "type": "Sequence", "decoders": [ { "type": "Replace", "pattern": { "String": "▁" }, "content": " " }, { "type": "ByteFallback" }, { "type": "Fuse" }, { "type": "Strip", "content": " ", "start": 1, "stop": 0 } ] },
          "added_tokens": [ { "id": 0, "content": "<unk>", "special": true }, { "id": 1, "content": "<s>", "special": true }, { "id": 2, "content": "</s>", "special": true } ],
          "model": { "type": "BPE", "byte_fallback": true, "fuse_unk": true, "unk_token": "<unk>", "vocab": { "<unk>": 0, "<s>": 1, "</s>": 2, BYTES, "▁": 259, "h": 260, "e": 261, "he": 262, "▁he": 263 }, "merges": ["h e", "▁ he"] } }
        """.Replace("BYTES", string.Join(", ", Enumerable.Range(0, 256).Select(b => $"\"<0x{b:X2}>\": {b + 3}")), StringComparison.Ordinal);

    /// <summary>A byte-level tokenizer: the 256 bytes, then what the merges join, then the extra tokens, then the special ones.</summary>
    public static string ByteLevel(string[] merges, string cut = ByteLevelCut, string[]? extra = null, params string[] special)
    {
        string[] vocabulary = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Letter((byte)value).ToString()), .. merges.Select(m => m.Replace(" ", "", StringComparison.Ordinal)), .. extra ?? []];
        var added = string.Join(", ", special.Select((token, i) => $$"""{ "id": {{vocabulary.Length + i}}, "content": "{{token}}", "special": true }"""));
        return $$"""
            { "added_tokens": [{{added}}], "pre_tokenizer": {{cut}}, "decoder": { "type": "ByteLevel" },
              "model": { "type": "BPE", "vocab": { {{string.Join(", ", vocabulary.Select((token, i) => $"{JsonSerializer.Serialize(token)}: {i}"))}} }, "merges": [{{string.Join(", ", merges.Select(m => $"\"{m}\""))}}] } }
            """;
    }

    public static TextTokenizer Parse(string json, string? config = null, string? template = null)
    {
        var files = new Dictionary<string, byte[]> { [TokenizerFiles.TokenizerName] = System.Text.Encoding.UTF8.GetBytes(json) };
        if (config is not null) files[TokenizerFiles.ConfigName] = System.Text.Encoding.UTF8.GetBytes(config);
        if (template is not null) files[TokenizerFiles.TemplateName] = System.Text.Encoding.UTF8.GetBytes(template);
        return new(new TokenizerFiles(files));
    }

    public static string[] Spelt(this TextTokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Select(tokenizer.Token)];
}
