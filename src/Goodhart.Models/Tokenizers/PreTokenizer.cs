namespace Goodhart.Models;

/// <summary>How a text is cut into the pieces within which tokens are found.</summary>
/// <param name="Steps">Cuts, each within the pieces of the one before.</param>
/// <param name="Bytes">Whether pieces are spelt in <see cref="ByteAlphabet"/>.</param>
/// <param name="Space">What stands for a space in the vocabulary (▁); null where a space stands for itself.</param>
/// <param name="Prefix">What a text gets in front where it does not begin with it: a space or its sign; null for nothing.</param>
/// <param name="PrefixFirstOnly">Only the text's beginning gets the prefix, not what follows an added token.</param>
internal sealed record PreTokenizer(IReadOnlyList<SplitStep> Steps, bool Bytes = false, string? Space = null, string? Prefix = null, bool PrefixFirstOnly = false)
{
    /// <summary>GPT-2's: contractions, letters, digits and symbols with at most one space before, white space.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly string[] known = ["Sequence", "ByteLevel", "Split", "Metaspace", "Digits", "Whitespace", "WhitespaceSplit"];

    public NormalText Prepare(NormalText text, bool first)
    {
        if (Space is not null) text = text.Replace(" ", Space);
        return Prefix is null || text.Text.Length == 0 || (PrefixFirstOnly && !first) || text.Text.StartsWith(Prefix, StringComparison.Ordinal) ? text : text.Prepend(Prefix);
    }

    /// <summary>Pieces of a prepared text, in order.</summary>
    public IEnumerable<(int Start, int End)> Cut(string text)
    {
        IEnumerable<(int Start, int End)> pieces = text.Length == 0 ? [] : [(0, text.Length)];
        foreach (var step in Steps) pieces = pieces.SelectMany(piece => step.Cut(text, piece.Start, piece.End));
        return pieces;
    }

    public static PreTokenizer Read(JsonField field)
    {
        var whole = new PreTokenizer([]);
        foreach (var part in Flat(field))
        {
            if (whole.Bytes) throw part["type"].Wrong("nothing: a step after ByteLevel would see bytes");
            whole = Add(whole, part);
        }

        return whole;
    }

    private static IEnumerable<JsonField> Flat(JsonField field) => field.IsNull ? [] : field["type"].Text() == "Sequence" ? field["pretokenizers"].Items().SelectMany(Flat) : [field];

    private static PreTokenizer Add(PreTokenizer whole, JsonField part)
    {
        SplitStep Step(string pattern, SplitBehavior behavior, bool invert = false) => new(new(pattern, part), behavior, invert);
        return part["type"].Text() switch
        {
            "ByteLevel" => ByteLevel(whole, part),
            "Split" => whole.With(Split(part)),
            "Metaspace" => Metaspace(whole, part),
            "Digits" => whole.With(Step(part["individual_digits"].Flag() ? @"\p{N}" : @"\p{N}+", SplitBehavior.Isolated)),
            "Whitespace" => whole.With(Step(@"\w+|[^\w\s]+", SplitBehavior.Removed, invert: true)),
            "WhitespaceSplit" => whole.With(Step(@"\s+", SplitBehavior.Removed)),
            _ => throw part["type"].Wrong($"one of {string.Join(", ", known)}"),
        };
    }

    private PreTokenizer With(SplitStep step) => this with { Steps = [.. Steps, step] };

    private static PreTokenizer ByteLevel(PreTokenizer whole, JsonField part)
    {
        var prefix = part["add_prefix_space"].Flag(true);
        if (prefix && whole.Steps.Count > 0) throw part["add_prefix_space"].Wrong("false after another step");
        whole = whole with { Bytes = true, Prefix = prefix ? " " : whole.Prefix };
        return part["use_regex"].Flag(true) ? whole.With(new(new(Gpt2, part), SplitBehavior.Isolated)) : whole;
    }

    private static SplitStep Split(JsonField part)
    {
        var pattern = part["pattern"];
        var expression = pattern["Regex"].IsNull ? System.Text.RegularExpressions.Regex.Escape(pattern["String"].Text()) : pattern["Regex"].Text();
        return Enum.TryParse<SplitBehavior>(part["behavior"].Text(), out var behavior)
            ? new(new(expression, pattern), behavior, part["invert"].Flag())
            : throw part["behavior"].Wrong($"one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
    }

    private static PreTokenizer Metaspace(PreTokenizer whole, JsonField part)
    {
        var sign = part["replacement"].Text();
        var scheme = part["prepend_scheme"].IsNull ? part["add_prefix_space"].Flag(true) ? "always" : "never" : part["prepend_scheme"].Text();
        if (scheme is not ("always" or "first" or "never")) throw part["prepend_scheme"].Wrong("always, first or never");
        whole = whole with { Space = sign, Prefix = scheme == "never" ? null : sign, PrefixFirstOnly = scheme == "first" };
        return part["split"].Flag(true) ? whole.With(new(new(System.Text.RegularExpressions.Regex.Escape(sign), part), SplitBehavior.MergedWithNext)) : whole;
    }
}
