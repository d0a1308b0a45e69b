using Goodhart.Optimization.CrossEntropy;

namespace Goodhart.Optimization.ValueBased;

/// <summary>What a <see cref="FeatureQ"/> has learnt: the weights, and the scale by which fields became features.</summary>
/// <param name="Scale">A tile means the same only under the same scale, so it goes along.</param>
/// <param name="Weights">Value of each place's feature with each action. // (places × actions)</param>
/// <param name="Steps">Steps it was learnt in, over all copies and all learners that went on from one another.</param>
public sealed record FeatureKnowledge(ObservationScale Scale, float[] Weights, long Steps)
{
    private const uint Mark = 0x51_46_48_47;   // "GHFQ"

    /// <summary>Written with weights that are zero left out: most are.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Mark);
        writer.Write(Steps);
        writer.Write(Scale.Centre.Length);
        foreach (var number in Scale.Centre) writer.Write(number);
        foreach (var number in Scale.Factor) writer.Write(number);
        int[] places = [.. Enumerable.Range(0, Weights.Length).Where(i => Weights[i] != 0)];
        writer.Write(Weights.Length);
        writer.Write(places.Length);
        foreach (var place in places)
        {
            writer.Write(place);
            writer.Write(Weights[place]);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no such knowledge.</exception>
    public static FeatureKnowledge Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
        try
        {
            if (reader.ReadUInt32() != Mark) throw NoKnowledge("its first four bytes are others");
            var steps = Ensure.NotNegative(reader.ReadInt64());
            var fields = Ensure.InRange(reader.ReadInt32(), 1, 1 << 20);
            float[] Numbers() => [.. Enumerable.Range(0, fields).Select(_ => reader.ReadSingle())];
            var scale = new ObservationScale(Numbers(), Numbers());
            var weights = new float[Ensure.InRange(reader.ReadInt32(), 1, 1 << 28)];
            for (var left = Ensure.InRange(reader.ReadInt32(), 0, weights.Length); left > 0; left--) weights[Ensure.InRange(reader.ReadInt32(), 0, weights.Length - 1)] = reader.ReadSingle();
            return new(scale, weights, steps);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentOutOfRangeException)
        {
            throw NoKnowledge(e is EndOfStreamException ? "it is cut off" : e.Message);
        }
    }

    /// <exception cref="ArgumentException">It is of another world, or of other features.</exception>
    internal FeatureKnowledge RequireFit(Schema schema, int weights) => Scale.Centre.Length != schema.Observation.Count
        ? throw new ArgumentException($"What was learnt before is of {Scale.Centre.Length} observation fields, the world has {schema.Observation.Count}.")
        : Weights.Length != weights ? throw new ArgumentException($"What was learnt before has {Weights.Length} weights, the options make {weights}.") : this;

    private static InvalidDataException NoKnowledge(string why) => new($"The policy to go on from was not written by Q-learning on features: {why}.");
}
