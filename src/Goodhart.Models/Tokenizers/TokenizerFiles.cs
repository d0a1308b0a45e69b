namespace Goodhart.Models;

/// <summary>The files of a tokenizer as they were read, so that saving changes nothing.</summary>
internal sealed class TokenizerFiles
{
    public const string TokenizerName = "tokenizer.json", ConfigName = "tokenizer_config.json", MapName = "special_tokens_map.json", TemplateName = "chat_template.jinja";

    private readonly IReadOnlyDictionary<string, byte[]> bytes;
    private readonly string folder;

    public TokenizerFiles(IReadOnlyDictionary<string, byte[]> bytes, string folder = "")
    {
        (this.bytes, this.folder) = (bytes, folder);
        (Tokenizer, Config, SpecialTokens) = (Read(TokenizerName), Read(ConfigName), Read(MapName));
    }

    public JsonField Tokenizer { get; }

    public JsonField Config { get; }

    public JsonField SpecialTokens { get; }

    public static TokenizerFiles Load(string folder)
    {
        var path = Path.Combine(folder, TokenizerName);
        if (!Directory.Exists(folder)) throw new TokenizerException($"There is no folder '{folder}'.", folder);
        if (!File.Exists(path))
            throw new TokenizerException($"'{folder}' has no {TokenizerName}{(File.Exists(Path.Combine(folder, "tokenizer.model")) ? "; SentencePiece's tokenizer.model is not read: save the tokenizer in its fast form" : "")}.", path);
        var found = new Dictionary<string, byte[]>();
        foreach (var name in (ReadOnlySpan<string>)[TokenizerName, ConfigName, MapName, TemplateName])
            try
            {
                if (File.Exists(Path.Combine(folder, name))) found[name] = File.ReadAllBytes(Path.Combine(folder, name));
            }
            catch (Exception e) when (e is (IOException and not TokenizerException) or UnauthorizedAccessException)
            {
                throw new TokenizerException($"Cannot read '{Path.Combine(folder, name)}': {e.Message}", Path.Combine(folder, name), e);
            }

        return new(found, folder);
    }

    public void Save(string to)
    {
        Directory.CreateDirectory(to);
        foreach (var (name, content) in bytes) File.WriteAllBytes(Path.Combine(to, name), content);
    }

    public TokenizerFiles With(string name, byte[] content) => new(new Dictionary<string, byte[]>(bytes) { [name] = content }, folder);

    /// <summary>chat_template.jinja, or tokenizer_config.json's chat_template: a text, or a list of {name, template}.</summary>
    public string? ChatTemplate(string name = "default")
    {
        if (bytes.TryGetValue(TemplateName, out var file)) return System.Text.Encoding.UTF8.GetString(file);
        var field = Config["chat_template"];
        if (!field.IsArray) return field.TokenText();
        foreach (var item in field.Items())
            if (item["name"].Text() == name) return item["template"].Text();
        return null;
    }

    private JsonField Read(string name)
    {
        var path = Path.Combine(folder, name);
        return bytes.TryGetValue(name, out var content) ? JsonField.Parse(content, path) : new(path, "", default);
    }
}
