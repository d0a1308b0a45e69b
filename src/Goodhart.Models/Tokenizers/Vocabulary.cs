namespace Goodhart.Models;

/// <summary>All tokens by id and by spelling: the model's and the added ones.</summary>
internal sealed class Vocabulary
{
    /// <summary>Most tokens of a vocabulary; the largest in use have some 260 000.</summary>
    public const int MaxTokens = 2_000_000;

    private readonly Dictionary<string, int> ids;
    private readonly string[] tokens;

    private Vocabulary(Dictionary<string, int> ids, string[] tokens) => (this.ids, this.tokens) = (ids, tokens);

    public int Size => tokens.Length;

    public string this[int id] => tokens[id];

    public bool TryId(string token, out int id) => ids.TryGetValue(token, out id);

    public bool TryId(ReadOnlySpan<char> token, out int id) => ids.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out id);

    /// <summary>Joins model.vocab and added_tokens; every id from 0 upwards must belong to exactly one token.</summary>
    public static Vocabulary Read(JsonField vocab, IReadOnlyList<(AddedToken Token, JsonField Field)> added)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var byId = new Dictionary<int, string>();
        foreach (var (name, value) in vocab.Members()) Add(name, value.Number(), value);
        foreach (var (token, field) in added)
        {
            if (!ids.TryGetValue(token.Content, out var known)) Add(token.Content, token.Id, field["id"]);
            else if (known != token.Id) throw field["id"].Wrong($"{known}, the id of '{token.Content}' in model.vocab");
        }

        if (ids.Count == 0) throw vocab.Wrong("at least one token");
        var tokens = new string[ids.Count];
        for (var id = 0; id < tokens.Length; id++)
            tokens[id] = byId.GetValueOrDefault(id) ?? throw new TokenizerException($"{vocab.File}: {vocab.Path} has {ids.Count} tokens and none with the id {id}; ids must run from 0 without holes.", vocab.File);
        return new(ids, tokens);

        void Add(string name, int id, JsonField field)
        {
            if (id is < 0 or >= MaxTokens) throw field.Wrong($"in [0, {MaxTokens - 1}], the most ids a vocabulary may have");
            if (!ids.TryAdd(name, id)) throw new TokenizerException($"{field.File}: {field.Path} is there twice.", field.File);
            if (!byId.TryAdd(id, name)) throw field.Wrong($"an id of its own: {id} is already '{byId[id]}'");
        }
    }
}
