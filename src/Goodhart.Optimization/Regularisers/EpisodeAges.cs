namespace Goodhart.Optimization;

/// <summary>Knows how many steps of its episode each copy of a world has made, across rollouts, and discounts steps by it.</summary>
internal sealed class EpisodeAges(int copies)
{
    private readonly int[] age = new int[copies];

    public int Copies => age.Length;

    /// <summary>Writes γᵗ for the t-th step of an episode. // weights: (batch.Count)</summary>
    public void Weigh(Transitions batch, double discount, Span<float> weights)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            ref var t = ref age[row % age.Length];
            weights[row] = (float)Math.Max(1e-12, Math.Pow(discount, t));   // a batch of very old episodes still has a mean
            t = batch.Terminated[row] || batch.Truncated[row] ? 0 : t + 1;
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var t in age) writer.Write(t);
    }

    public void Load(BinaryReader reader)
    {
        for (var n = 0; n < age.Length; n++) age[n] = reader.ReadInt32();
    }
}
