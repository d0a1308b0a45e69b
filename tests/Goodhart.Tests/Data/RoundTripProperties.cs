using CsCheck;
using Goodhart.Data;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class RoundTripProperties
{
    private static readonly string[] pieces = ["a", " ", "\n", "\"", "\\", "é", "\U0001F600", "\u2028", "<", "Human:", "[", "}", "\t"];

    private static readonly Gen<string> words = Gen.Int[0, 12].Array[1, 12].Select(parts => "x" + string.Concat(parts.Select(part => pieces[part])));

    private static readonly Gen<IReadOnlyList<Turn>> prompts = Gen.OneOf(
        words.Select(text => (IReadOnlyList<Turn>)[new(Role.None, text)]),
        words.Select(text => (IReadOnlyList<Turn>)[new(Role.User, text)]),
        Gen.Select(words, words, words).Select(t => (IReadOnlyList<Turn>)[new(Role.System, t.Item1), new(Role.User, t.Item2), new(Role.Assistant, t.Item3), new(Role.User, t.Item1)]));

    private static readonly Gen<Preference<Exchange>> pairs = Gen.Select(prompts, words, words, Gen.Int[0, 9])
        .Select(t => Preference.Of<Exchange>(new(t.Item1, t.Item2), new(t.Item1, t.Item3 + "!"), t.Item4 == 0 ? null : t.Item4));

    /// <summary>Every prompt of text or turns, with any characters, comes back from a file as it went in.</summary>
    [Fact]
    public void Preferences_ComeBackFromJsonLines() => pairs.Where(pair => pair.First != pair.Second).Array[1, 20].Sample(written =>
    {
        using var temp = new TempFolder();
        var path = temp.In("pairs.jsonl.gz");
        using (var writer = DataWriter.Create(path))
        {
            foreach (var row in DataConversion.Convert(written.Select((pair, i) => (FeedbackRow)new PreferenceRow($"{i}", new("file", i + 1), pair)), new("trl-preference"))) writer.Write(row);
            writer.Close();
        }

        Assert.Equal(written.Select(Said), FeedbackFile.Read(path).Preferences().Select(Said));
    }, iter: 60);

    /// <summary>No bytes make the reader fail otherwise than by an error of its own.</summary>
    [Fact]
    public void AnyBytes_AreReadOrRefused() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, 120], Gen.Bool).Sample((noise, at, packed) =>
    {
        byte[] good = [.. """{"prompt": [{"role": "user", "content": "q"}], "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}]}"""u8];
        byte[] bytes = [.. good.AsSpan(0, Math.Min(at, good.Length)), .. noise, .. good.AsSpan(Math.Min(at + noise.Length, good.Length)), (byte)'\n', .. good];
        if (packed)
        {
            bytes = RowTests.Pack(bytes);
            noise.AsSpan(0, Math.Min(noise.Length, Math.Max(0, bytes.Length - at - 2))).CopyTo(bytes.AsSpan(Math.Min(at + 2, bytes.Length)));
        }

        try
        {
            Feeding.Read(bytes);
        }
        catch (Exception e) when (e is DataFileException)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
    }, iter: 3000);

    private static (string, string, string, double?) Said(Preference<Exchange> pair) =>
        (string.Join('|', pair.First.Prompt.Select(turn => $"{turn.Role}:{turn.Text}")), pair.First.Answer, pair.Second.Answer, pair.Strength);
}
