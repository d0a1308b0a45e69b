using System.Text.RegularExpressions;

namespace Goodhart.Models;

/// <summary>Makes small tokenizers for the project's own models, in the format that Hugging Face's library reads.</summary>
public static class TokenizerTraining
{
    /// <summary>Learns byte-level BPE: the most frequent pair of neighbours within words becomes a token, again and again.</summary>
    /// <remarks>Words are GPT-2's. Of equally frequent pairs the one of lower ids comes first, so the same texts give the same tokenizer.</remarks>
    /// <param name="texts">What it learns from.</param>
    /// <param name="vocabulary">Tokens at most: the special ones, 256 bytes and the learnt ones; fewer where no pair is there twice.</param>
    /// <param name="special">Special tokens, which take the first ids.</param>
    /// <param name="roles">Which of them begins and ends a text, and fills it up.</param>
    /// <exception cref="ArgumentException">The vocabulary is too small, or a special token is there twice.</exception>
    public static TextTokenizer Train(IEnumerable<string> texts, int vocabulary, IReadOnlyList<string> special, TokenRoles? roles = null)
    {
        Ensure.InRange(vocabulary, special.Count + 256, Vocabulary.MaxTokens);
        var tokens = new List<string>(special);
        tokens.AddRange(Enumerable.Range(0, 256).Select(value => ByteAlphabet.Letter((byte)value).ToString()).Order(StringComparer.Ordinal));
        var ids = tokens.Select((token, id) => (token, id)).DistinctBy(pair => pair.token).ToDictionary(pair => pair.token, pair => pair.id, StringComparer.Ordinal);
        if (ids.Count < tokens.Count) throw new ArgumentException("A special token is there twice, or is one of the 256 bytes.", nameof(special));
        var words = Words(texts).Select(word => (word.Value, word.Key.Select(letter => ids[letter.ToString()]).ToArray()));
        var merges = new PairCounts(words).Join(vocabulary - tokens.Count, (left, right) =>
        {
            var joined = tokens[left] + tokens[right];
            if (ids.TryGetValue(joined, out var id)) return id;   // two ways to the same spelling share a token
            tokens.Add(joined);
            return ids[joined] = tokens.Count - 1;
        });
        return new(TokenizerJson.Bpe(tokens, special, [.. merges.Select(pair => (tokens[pair.Left], tokens[pair.Right]))], roles ?? TokenRoles.Of(special)));
    }

    /// <summary>A vocabulary of whole words separated by white space: token = word, for synthetic languages.</summary>
    /// <param name="words">The words, without white space; ids follow those of the special tokens.</param>
    /// <param name="special">Special tokens, which take the first ids.</param>
    /// <param name="roles">Which of them begins and ends a text, fills it up, and stands for an unknown word.</param>
    public static TextTokenizer Words(IReadOnlyList<string> words, IReadOnlyList<string> special, TokenRoles? roles = null)
    {
        if (words.FirstOrDefault(word => word.Length == 0 || word.Any(char.IsWhiteSpace)) is { } bad) throw new ArgumentException($"A word needs characters and no white space, was '{bad}'.", nameof(words));
        return new(TokenizerJson.Words([.. special, .. words], special, byCharacter: false, roles ?? TokenRoles.Of(special)));
    }

    /// <summary>A vocabulary of single characters.</summary>
    /// <inheritdoc cref="Words(IReadOnlyList{string}, IReadOnlyList{string}, TokenRoles?)"/>
    public static TextTokenizer Characters(string characters, IReadOnlyList<string> special, TokenRoles? roles = null) =>
        new(TokenizerJson.Words([.. special, .. characters.EnumerateRunes().Select(rune => rune.ToString())], special, byCharacter: true, roles ?? TokenRoles.Of(special)));

    private static Dictionary<string, int> Words(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var pattern = new SplitPattern(PreTokenizer.Gpt2, default, Regex.InfiniteMatchTimeout);
        foreach (var text in texts)
            foreach (var (start, end) in pattern.Matches(text))
            {
                ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, text[start..end], out _);
                count++;
            }

        return counts.ToDictionary(word => ByteAlphabet.Spell(word.Key), word => word.Value, StringComparer.Ordinal);
    }
}
