using Goodhart.Audit.Probes;
using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>Checks of how a reward model reads a text, beside those of <see cref="MechanicalChecks"/> that any reward can be asked for.</summary>
public static class RewardModelChecks
{
    /// <param name="reward">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="references">Answers; the first 32 are used.</param>
    /// <param name="tolerance">Greatest relative difference of scores that passes; 1e-5 is what single precision allows.</param>
    public static IReadOnlyList<MechanicalCheck> Run(TrainedReward reward, TextTokenizer tokenizer, IReadOnlyList<Exchange> references, double tolerance = 1e-5)
    {
        Exchange[] some = [.. references.Take(MechanicalChecks.Most)];
        Encoded[] texts = [.. some.Select(reward.Text.Encode)];
        var (scores, pad, room) = (Scores(reward, texts), reward.Text.PadId, reward.Members[0].Config.MaxPositions);
        int[] special = [.. tokenizer.SpecialTokens.Select(tokenizer.Id).OfType<int>()];
        // One at a time: together they might be too long, and cost a turn that has special tokens of its own.
        var plain = reward.Text.Encode(Exchange.Ask("Say it.", "x"));
        Encoded[] written = [plain, .. tokenizer.SpecialTokens.Take(MechanicalChecks.Most).Select(token => reward.Text.Encode(Exchange.Ask("Say it.", token)))];
        return
        [
            Compare("padding: with pad tokens behind it", scores, Scores(reward, [.. texts.Select(t => new Encoded([.. t.Ids, .. Enumerable.Repeat(pad, Math.Min(7, room - t.Ids.Length))], t.Reads, t.Answer))]), tolerance),
            // transformers reads the last token that is not padding
            Count("end: the pad token ends no text", texts, t => t.Ids[^1] == pad ? 1 : 0),
            Count("beginning: the first token stands there once", texts, t => tokenizer.BosId is { } bos ? Math.Max(0, t.Ids.TakeWhile(id => id == bos).Count() - 1) : 0),
            Count("special tokens written in an answer are text", written, t => Math.Max(0, Special(t) - Special(plain))),
        ];

        int Special(Encoded text) => text.Ids.Count(special.Contains);
    }

    private static float[] Scores(TrainedReward reward, Encoded[] texts)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var gradless = TorchSharp.torch.no_grad();
        var scorer = reward.Members[0];
        return [.. texts.Select(text => scorer.Forward([text])[0, 0].to(TorchSharp.torch.ScalarType.Float32).cpu().item<float>())];
    }

    private static MechanicalCheck Compare(string check, float[] expected, float[] actual, double tolerance)
    {
        var scale = Math.Max(1, expected.Max(Math.Abs));
        var (difference, at) = expected.Select((score, i) => (Math.Abs(score - actual[i]) / scale, i)).MaxBy(found => found.Item1);
        return new(check, difference, at, difference <= tolerance);
    }

    private static MechanicalCheck Count(string check, Encoded[] texts, Func<Encoded, int> faults)
    {
        var (count, at) = texts.Select((text, i) => (faults(text), i)).MaxBy(found => found.Item1);
        return new(check, count, at, count == 0);
    }
}
