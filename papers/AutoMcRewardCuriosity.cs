namespace Goodhart.Papers;

/// <summary>The sparse reward and β/√N for what is seen for the N-th time, counted over a whole training: count-based curiosity.</summary>
/// <param name="sparse">What is wanted.</param>
/// <param name="beta">What the first sight of something is worth.</param>
internal sealed class AutoMcRewardCuriosity(IReward<Transitions> sparse, float beta = .1f) : IReward<Transitions>
{
    private static readonly string[] seen = ["wood", "has pickaxe", "tree.right", "tree.down", "ore.right", "ore.down", "lava.right", "lava.down"];

    private readonly Dictionary<int, int> counts = [];

    public string Name => "curiosity";

    public string Unit => "1";

    public IReadOnlyList<IReward<Transitions>> Parts => [];

    public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
    {
        sparse.Evaluate(batch, scores);
        int[] columns = [.. seen.Select(batch.Schema.Column)];
        for (var i = 0; i < scores.Length; i++)
        {
            var key = 0;
            foreach (var column in columns) key = 10 * key + (int)batch.Next(column)[i] + 3;
            scores[i] += beta / MathF.Sqrt(counts[key] = counts.GetValueOrDefault(key) + 1);
        }
    }
}
