using System.Text;
using Goodhart.Models;
using Microsoft.ML.Tokenizers;
using PreTokenizer = Goodhart.Models.PreTokenizer;

namespace Goodhart.Tests;

/// <summary>Byte-level BPE against Microsoft.ML.Tokenizers, piece by piece, and against the definition.</summary>
public sealed class BpeOracleTests
{
    private static readonly string[] words = ["the cat sat on the mat", "the dog ate the cat's food 1234 times", "naïve 汉字 😀😀 ααβ", "abcabcabc aaaa aaa bbbb abab", "\n\n  \tthere, there!"];

    private static readonly TextTokenizer tokenizer = TokenizerTraining.Train(words, 340, ["<|end|>"]);

    [Fact]
    public void Encode_RandomTexts_GivesTheLibrarysIds()
    {
        var vocabulary = Enumerable.Range(0, tokenizer.VocabularySize).Select(id => KeyValuePair.Create(tokenizer.Token(id), id));
        var oracle = BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = [.. Merges().Select(pair => $"{pair.Left} {pair.Right}")], ByteLevel = true });
        var cut = new SplitPattern(PreTokenizer.Gpt2, default);
        var rng = new Generator(3);
        for (var i = 0; i < 500; i++)
        {
            var text = Text(rng);
            var expected = cut.Matches(text).SelectMany(piece => oracle.EncodeToIds(text[piece.Start..piece.End], considerPreTokenization: false, considerNormalization: false));
            Assert.Equal(expected, tokenizer.Encode(text));
        }
    }

    [Fact]
    public void Encode_RandomTexts_JoinsTheLeftmostOfTheBestPairs()
    {
        var ranks = Merges().Select((pair, rank) => (pair, rank)).ToDictionary(item => item.pair, item => item.rank);
        var rng = new Generator(4);
        for (var i = 0; i < 200; i++)
        {
            var text = Text(rng);
            var expected = new SplitPattern(PreTokenizer.Gpt2, default).Matches(text).SelectMany(piece => Naive(ByteAlphabet.Spell(text.AsSpan()[piece.Start..piece.End]), ranks));
            Assert.Equal(expected, tokenizer.Encode(text).Select(tokenizer.Token));
        }
    }

    [Fact]
    public void Encode_OnePieceOfAMillionCharacters_TakesNoSquareOfThem()
    {
        var ids = tokenizer.Encode(new string('a', 1_000_000));
        Assert.InRange(ids.Length, 1, 500_000);
    }

    private static string Text(Generator rng) => string.Concat(Enumerable.Range(0, rng.NextInt(12)).Select(_ => words[rng.NextInt(words.Length)] is var word && rng.NextInt(3) == 0 ? word[..1] : Part(word, rng)));

    private static string Part(string word, Generator rng)
    {
        Rune[] runes = [.. word.EnumerateRunes()];
        var start = rng.NextInt(runes.Length);
        return string.Concat(runes[start..(start + 1 + rng.NextInt(runes.Length - start))]);
    }

    private static List<(string Left, string Right)> Merges()
    {
        using var temp = new TempFolder();
        tokenizer.Save(temp.In("m"));
        var merges = System.Text.Json.JsonElement.Parse(File.ReadAllText(Path.Combine(temp.In("m"), "tokenizer.json"))).GetProperty("model").GetProperty("merges");
        return [.. merges.EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!))];
    }

    private static List<string> Naive(string piece, Dictionary<(string, string), int> ranks)
    {
        List<string> tokens = [.. piece.Select(c => c.ToString())];
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, tokens.Count - 1)).Select(i => (Rank: ranks.GetValueOrDefault((tokens[i], tokens[i + 1]), int.MaxValue), At: i)).DefaultIfEmpty((Rank: int.MaxValue, At: -1)).Min();
            if (best.Rank == int.MaxValue) return tokens;
            tokens[best.At] += tokens[best.At + 1];
            tokens.RemoveAt(best.At + 1);
        }
    }
}
