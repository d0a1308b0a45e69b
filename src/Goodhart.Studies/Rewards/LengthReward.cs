namespace Goodhart.Studies.Rewards;

/// <summary>The simplest rule that people's preferences often follow: more words, or fewer, whichever the training pairs prefer.</summary>
public static class LengthReward
{
    public const string Name = "length";

    public static IReward<Completions> Learn(RewardPairs pairs)
    {
        var balance = 0;
        foreach (var pair in pairs.Pairs)
            if (pair.Ordered is var (better, worse)) balance += Math.Sign(Words.Count(better.Answer) - Words.Count(worse.Answer));
        var sign = balance < 0 ? -1 : 1;
        return Reward.Each<Completions>(Name, (batch, i) => sign * Words.Count(batch.Texts[i]), "words");
    }
}
