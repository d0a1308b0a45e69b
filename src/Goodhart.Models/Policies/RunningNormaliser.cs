using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Shifts and scales observation fields by their running mean and variance. It changes only by <see cref="Update"/>, so evaluation sees it frozen.</summary>
/// <param name="fields">Observation fields.</param>
/// <param name="clip">Normalised values are limited to ±clip. 10 as in OpenAI Baselines.</param>
public sealed class RunningNormaliser(int fields, double clip = 10)
{
    private readonly double[] mean = new double[fields], squares = new double[fields];

    /// <summary>Rows seen so far; before the first, observations pass unchanged.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<double> Mean => mean;

    /// <summary>Adds a batch's observations to the moments (Chan's pairwise update).</summary>
    public void Update(Transitions batch)
    {
        if (batch.Count == 0) return;
        var total = Count + batch.Count;
        for (var f = 0; f < mean.Length; f++)
        {
            double sum = 0, squared = 0;
            foreach (var x in batch.Observation(f)) sum += x;
            var center = sum / batch.Count;
            foreach (var x in batch.Observation(f)) squared += (x - center) * (x - center);
            squares[f] += squared + (center - mean[f]) * (center - mean[f]) * Count * batch.Count / total;
            mean[f] += (center - mean[f]) * batch.Count / total;
        }

        Count = total;
    }

    /// <summary>(x − mean)/√(variance + 1e-8), clipped. // rows: (n, fields)</summary>
    public Tensor Apply(Tensor rows)
    {
        if (Count == 0) return rows;
        var shift = tensor([.. mean.Select(m => (float)m)]);
        var scale = tensor([.. squares.Select(s => (float)(1 / Math.Sqrt(s / Count + 1e-8)))]);
        return ((rows - shift) * scale).clamp(-clip, clip);
    }

    /// <summary>Takes over another's moments.</summary>
    public void CopyFrom(RunningNormaliser other)
    {
        Ensure.SameLength(other.mean.Length, mean.Length);
        other.mean.CopyTo(mean, 0);
        other.squares.CopyTo(squares, 0);
        Count = other.Count;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(mean.Length);
        writer.Write(Count);
        for (var f = 0; f < mean.Length; f++)
        {
            writer.Write(mean[f]);
            writer.Write(squares[f]);
        }
    }

    /// <exception cref="InvalidDataException">The stored normaliser has another number of fields.</exception>
    public void Load(BinaryReader reader)
    {
        var stored = reader.ReadInt32();
        if (stored != mean.Length) throw new InvalidDataException($"The checkpoint normalises {stored} observation fields, expected {mean.Length}.");
        Count = reader.ReadInt64();
        for (var f = 0; f < mean.Length; f++) (mean[f], squares[f]) = (reader.ReadDouble(), reader.ReadDouble());
    }
}
