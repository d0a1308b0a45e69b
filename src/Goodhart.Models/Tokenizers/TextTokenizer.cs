using System.Text;

namespace Goodhart.Models;

/// <summary>Turns text into the token ids of a model and back, as a Hugging Face folder's tokenizer.json says.</summary>
/// <remarks>
/// Known are byte-level BPE (GPT-2, Llama-3, Qwen), SentencePiece's BPE with byte fallback (Llama-2) and whole words. It may be used from several threads at once.
/// </remarks>
public sealed class TextTokenizer
{
    private readonly TokenizerFiles files;
    private readonly Vocabulary vocabulary;
    private readonly AddedTokens added;
    private readonly Dictionary<int, AddedToken> addedById;
    private readonly IReadOnlyList<Func<NormalText, NormalText>> normalise;
    private readonly PreTokenizer cut;
    private readonly IPieceModel model;
    private readonly TokenDecoder decoder;
    private readonly TokenizerSettings settings;

    internal TextTokenizer(TokenizerFiles files)
    {
        this.files = files;
        var json = files.Tokenizer;
        var tokens = AddedTokensOf(json["added_tokens"]).ToList();
        (added, addedById) = (new([.. tokens.Select(token => token.Token)]), tokens.Select(token => token.Token).DistinctBy(token => token.Id).ToDictionary(token => token.Id));
        var kind = json["model"].Required(System.Text.Json.JsonValueKind.Object)["type"];
        if (kind.IsNull ? json["model"]["merges"].IsNull : kind.Text() is not ("BPE" or "WordLevel"))
            throw kind.Wrong("BPE or WordLevel; Unigram and WordPiece tokenizers are not known here");
        vocabulary = Vocabulary.Read(json["model"]["vocab"], tokens);
        (normalise, cut) = ([.. Normalizers.Read(json["normalizer"])], PreTokenizer.Read(json["pre_tokenizer"]));
        decoder = TokenDecoder.Read(json["decoder"], cut);
        settings = TokenizerSettings.Read(json, files.Config, files.SpecialTokens, vocabulary);
        model = !kind.IsNull && kind.Text() == "WordLevel" ? new WordModel(vocabulary, settings.Unknown) : BpeModel.Read(json["model"], vocabulary, cut.Bytes, settings.Unknown);
        SpecialTokens = [.. addedById.Values.Where(token => token.Special).OrderBy(token => token.Id).Select(token => token.Content)];
    }

    /// <summary>Token that begins a text; null where the family has none.</summary>
    public int? BosId => settings.Bos;

    /// <summary>Token that ends a text.</summary>
    public int? EosId => settings.Eos;

    /// <summary>Token that fills shorter texts of a batch up.</summary>
    public int? PadId => settings.Pad;

    /// <summary>Token of what the vocabulary cannot spell.</summary>
    public int? UnknownId => settings.Unknown;

    /// <summary>Whether the family puts <see cref="BosId"/> before a text; <see cref="Encode"/> never does.</summary>
    public bool AddsBos => settings.AddsBos && BosId is not null;

    /// <summary>Whether the family puts <see cref="EosId"/> after a text; <see cref="Encode"/> never does.</summary>
    public bool AddsEos => settings.AddsEos && EosId is not null;

    /// <summary>Tokens of the vocabulary, added ones included; ids run from 0 below it.</summary>
    public int VocabularySize => vocabulary.Size;

    /// <summary>Spellings of the tokens that steer a model, by ascending id.</summary>
    public IReadOnlyList<string> SpecialTokens { get; }

    /// <summary>The folder's chat template; null where it has none. Of several the one called "default".</summary>
    public string? ChatTemplate => files.ChatTemplate();

    /// <summary>Reads tokenizer.json and, where they are, tokenizer_config.json, special_tokens_map.json and chat_template.jinja.</summary>
    /// <exception cref="TokenizerException">A file is missing or malformed, or of a kind that is not known.</exception>
    public static TextTokenizer Load(string folder) => new(TokenizerFiles.Load(folder));

    /// <summary>Writes the files it was read from; a folder that is not there is made.</summary>
    public void Save(string folder) => files.Save(folder);

    /// <summary>This tokenizer with another chat template, which <see cref="Save"/> writes.</summary>
    public TextTokenizer WithChatTemplate(string template) => new(files.With(TokenizerFiles.TemplateName, Encoding.UTF8.GetBytes(template)));

    /// <summary>Whether a token steers the model rather than spelling text.</summary>
    public bool IsSpecial(int id) => addedById.TryGetValue(id, out var token) && token.Special;

    /// <summary>A token's spelling in the vocabulary: bytes as GPT-2 writes them (Ġ for a space), spaces as ▁.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public string Token(int id) => vocabulary[Ensure.InRange(id, 0, VocabularySize - 1)];

    /// <summary>Id of a token by its spelling; null where there is none.</summary>
    public int? Id(string token) => vocabulary.TryId(token, out var id) ? id : null;

    /// <summary>Token ids of a text, without a token before or after it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="special">
    /// Whether special tokens written in the text are found as such. Leave it off for texts of strangers, who could end their turn by writing &lt;|im_end|&gt;.
    /// </param>
    public int[] Encode(string text, bool special = false) => [.. Tokens(text, special).Select(token => token.Id)];

    /// <summary>Tokens of a text with the characters each covers.</summary>
    /// <inheritdoc cref="Encode"/>
    public IReadOnlyList<TextToken> Tokens(string text, bool special = false) => Tokens(text, special, guard: null);

    /// <param name="guard">A character that keeps special tokens in quoted texts from being found; it is taken out, and positions are those without it.</param>
    internal IReadOnlyList<TextToken> Tokens(string text, bool special, char? guard)
    {
        var (found, removed) = (new List<TextToken>(text.Length / 3), 0);
        foreach (var (start, end, token) in added.Split(text, special))
        {
            var stretch = token is null ? text[start..end] : "";
            if (guard is { } sign) stretch = stretch.Replace(sign.ToString(), "", StringComparison.Ordinal);
            if (token is not null) found.Add(new(token.Id, start - removed, end - removed));
            else Add(found, stretch, start - removed);
            removed += token is null ? end - start - stretch.Length : 0;
        }

        return found;
    }

    /// <summary>Text of tokens.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Leaves special tokens out.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecial = true) =>
        decoder.Decode(ids.Where(id => !skipSpecial || !IsSpecial(id)).Select(id => (Token(id), addedById.ContainsKey(id))));

    private void Add(List<TextToken> found, string stretch, int offset)
    {
        var text = new NormalText(stretch, null, offset);
        foreach (var step in normalise) text = step(text);
        text = cut.Prepare(text, first: offset == 0);
        var tokens = new List<(int Id, int Bytes)>();
        foreach (var (start, end) in cut.Cut(text.Text))
        {
            var piece = text.Text.AsSpan(start, end - start);
            tokens.Clear();
            model.Encode(cut.Bytes ? ByteAlphabet.Spell(piece) : piece, tokens);
            Place(found, tokens, text, start, piece);
        }
    }

    /// <summary>Turns the bytes that a piece's tokens cover into characters of the original; a token of half a character covers it whole.</summary>
    private static void Place(List<TextToken> found, List<(int Id, int Bytes)> tokens, NormalText text, int start, ReadOnlySpan<char> piece)
    {
        var characters = Ascii.IsValid(piece) ? null : CharactersOfBytes(piece);
        var (last, at) = (characters?.Count ?? piece.Length, 0);
        foreach (var (id, bytes) in tokens)
        {
            var (from, to) = (Math.Min(at, last), Math.Min(at + bytes, last));
            var first = text.Source(start + (characters is null ? from : from < last ? characters[from].Start : piece.Length));
            var end = to == from ? first : text.Source(start + (characters is null ? to : characters[to - 1].End));
            found.Add(new(id, first, Math.Max(first, end)));
            at = to;
        }
    }

    private static List<(int Start, int End)> CharactersOfBytes(ReadOnlySpan<char> piece)
    {
        var (characters, at) = (new List<(int, int)>(piece.Length * 2), 0);
        foreach (var rune in piece.EnumerateRunes())
        {
            for (var i = 0; i < rune.Utf8SequenceLength; i++) characters.Add((at, at + rune.Utf16SequenceLength));
            at += rune.Utf16SequenceLength;
        }

        return characters;
    }

    private static IEnumerable<(AddedToken Token, JsonField Field)> AddedTokensOf(JsonField field)
    {
        foreach (var item in field.IsNull ? [] : field.Items())
        {
            var content = item["content"].Text();
            if (content.Length == 0) throw item["content"].Wrong("a token of at least one character");
            yield return (new(item["id"].Number(), content, item["special"].Flag(), item["single_word"].Flag(), item["lstrip"].Flag(), item["rstrip"].Flag()), item);
        }
    }
}
