namespace Goodhart.Design;

/// <summary>A program over batches of transitions.</summary>
internal class ProgramReward : IReward<Transitions>
{
    private readonly RewardProgram program;
    private readonly bool judged;
    private float[] columns = [];
    private long clipped;

    public ProgramReward(RewardProgram program, string name)
    {
        (this.program, Name, Running) = (program, name, new(program));
        judged = program.Image.Layers.HasFlag(SandboxLayers.Result);
        Parts = [.. program.Components.Select((component, k) => new Component(this, component, k))];
    }

    public string Name { get; }

    public string Unit => "1";

    public IReadOnlyList<IReward<Transitions>> Parts { get; }

    protected ProgramInstance Running { get; }

    /// <summary>Puts the memory of a row's episode in place.</summary>
    protected virtual void Remember() { }

    /// <summary>Goes on to the next row's episode.</summary>
    protected virtual void Advance(Transitions batch, int row) { }

    public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
    {
        _ = program.Entry;   // not after it was disposed of
        if (columns.Length < batch.Count * Parts.Count) columns = new float[batch.Count * Parts.Count];
        var (row, before) = (0, clipped);
        try
        {
            for (; row < scores.Length; row++)
            {
                Running.Rows.Take(batch, row);
                Remember();
                scores[row] = Number(Running.Call(), -1);
                var parts = Running.Parts;
                for (var k = 0; k < parts.Length; k++) columns[k * batch.Count + row] = Number(parts[k], k);
                Advance(batch, row);
            }
        }
        catch (Exception failure) when (failure is not ProgramException)
        {
            throw ProgramInstance.Failure(failure);
        }
        finally
        {
            program.Count(row, Running.Ticks, Running.Bytes, clipped - before);
        }

        for (var k = 0; k < Parts.Count && trace is not null; k++) trace.Children[k].Record(columns.AsSpan(k * batch.Count, batch.Count));
    }

    private float Number(double value, int component)
    {
        var limit = program.Limits.Magnitude;
        if ((value >= -limit && value <= limit) || !judged) return (float)value;
        if (!double.IsFinite(value)) throw new ProgramValueException(component < 0 ? Outcome.Total : program.Components[component], value);
        clipped++;
        return (float)Math.Clamp(value, -limit, limit);
    }

    private sealed class Component(ProgramReward whole, string name, int index) : IReward<Transitions>
    {
        public string Name => name;

        public string Unit => "1";

        public IReadOnlyList<IReward<Transitions>> Parts => [];

        public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
        {
            whole.Score(batch, scores);
            whole.columns.AsSpan(index * batch.Count, batch.Count).CopyTo(scores);
        }
    }
}
