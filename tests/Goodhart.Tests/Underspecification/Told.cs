namespace Goodhart.Tests.Underspecification;

/// <summary>Rewards that read their scores off a list, by place.</summary>
internal static class Told
{
    public static IReward<Batch<int>> By(string name, params double[] scores) => Reward.Each<Batch<int>>(name, (batch, i) => (float)scores[batch[i]]);

    public static Batch<int> Places(int from, int count) => new([.. Enumerable.Range(from, count)]);
}
