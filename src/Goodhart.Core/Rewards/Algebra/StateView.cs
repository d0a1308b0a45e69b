namespace Goodhart;

/// <summary>The states before a batch of transitions, or those the steps arrived at.</summary>
public readonly ref struct StateView
{
    private readonly Transitions batch;
    private readonly bool arrived;

    private StateView(Transitions batch, bool arrived) => (this.batch, this.arrived) = (batch, arrived);

    public int Count => batch.Count;

    /// <summary>State numbers; empty unless the schema enumerates states. // (Count)</summary>
    public ReadOnlySpan<int> Number => arrived ? batch.NextState : batch.State;

    public static StateView Before(Transitions batch) => new(batch, false);

    public static StateView After(Transitions batch) => new(batch, true);

    /// <summary>Column of one observation field. // (Count)</summary>
    public ReadOnlySpan<float> Field(string name) => Field(batch.Schema.Column(name));

    /// <inheritdoc cref="Field(string)"/>
    public ReadOnlySpan<float> Field(int column) => arrived ? batch.Next(column) : batch.Observation(column);
}
