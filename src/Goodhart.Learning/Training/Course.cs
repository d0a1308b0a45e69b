using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Where a training stands: all that a checkpoint holds.</summary>
internal sealed class Course : IDisposable
{
    private readonly TrainingOptions options;
    private readonly Generator rng;
    private readonly ParameterVector parameters;
    private readonly AdamW adam;
    private readonly int[] order;
    private readonly int perEpoch;
    private Tensor? bestParameters;
    private int looksSince;

    public Course(int examples, TrainingOptions options, Generator rng, ParameterVector parameters, AdamW adam)
    {
        (this.options, this.rng, this.parameters, this.adam) = (options, rng, parameters, adam);
        order = [.. Enumerable.Range(0, examples)];
        perEpoch = (examples + options.Batch - 1) / options.Batch;
        Steps = Math.Min((long)perEpoch * options.Epochs, options.MaxSteps ?? long.MaxValue);
    }

    /// <summary>Updates done.</summary>
    public long Step { get; set; }

    public long Steps { get; }

    public Look? Best { get; private set; }

    public bool StoppedEarly => options.Patience > 0 && looksSince >= options.Patience;

    public bool Ended => Step >= Steps || StoppedEarly;

    public bool EvaluateNow => Step == Steps || Step % (options.EvaluateEvery > 0 ? options.EvaluateEvery : perEpoch) == 0;

    /// <summary>Places of the next batch's examples.</summary>
    public int[] Batch()
    {
        var within = (int)(Step % perEpoch);
        if (within == 0 && options.Shuffle) rng.Shuffle<int>(order);
        return order[(within * options.Batch)..Math.Min(order.Length, (within + 1) * options.Batch)];
    }

    public void Note(Look look)
    {
        if (Best is not null && !Better(look, Best))
        {
            looksSince++;
            return;
        }

        (Best, looksSince) = (look, 0);
        if (!options.KeepBest) return;
        bestParameters?.Dispose();
        bestParameters = parameters.Flat.clone().DetachFromDisposeScope();
    }

    public void RestoreBest()
    {
        if (bestParameters is null) return;
        using var nothing = no_grad();
        parameters.Flat.copy_(bestParameters);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Step);
        writer.Write(order.Length);
        foreach (var place in order) writer.Write(place);
        rng.Save(writer);
        TensorState.Save(writer, parameters.Flat);
        adam.Save(writer);
        writer.Write(looksSince);
        writer.Write(Best is not null);
        if (Best is null) return;
        writer.Write(Best.Loss);
        writer.Write(Best.Accuracy ?? double.NaN);
        writer.Write(Best.Margin ?? double.NaN);
        writer.Write(bestParameters is not null);
        if (bestParameters is not null) TensorState.Save(writer, bestParameters);
    }

    /// <exception cref="InvalidDataException">The checkpoint is of other data or another scorer.</exception>
    public void Load(BinaryReader reader)
    {
        Step = reader.ReadInt64();
        var stored = reader.ReadInt32();
        if (stored != order.Length) throw new InvalidDataException($"The checkpoint was made with {stored} examples, this training has {order.Length}: go on with the same data.");
        for (var i = 0; i < stored; i++) order[i] = reader.ReadInt32();
        rng.Load(reader);
        TensorState.Load(reader, parameters.Flat, "the scorer");
        adam.Load(reader);
        looksSince = reader.ReadInt32();
        Best = null;
        if (!reader.ReadBoolean()) return;
        Best = new(reader.ReadDouble(), Known(reader.ReadDouble()), Known(reader.ReadDouble()));
        if (!reader.ReadBoolean()) return;
        bestParameters?.Dispose();
        bestParameters = zeros_like(parameters.Flat).DetachFromDisposeScope();
        TensorState.Load(reader, bestParameters, "the best scorer");
    }

    public void Dispose() => bestParameters?.Dispose();

    private static bool Better(Look look, Look best) => look.Accuracy is { } now && best.Accuracy is { } before ? now > before : look.Loss < best.Loss;

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
