namespace Goodhart.Optimization.Bilevel;

/// <summary>Steps of several episodes, one after the other.</summary>
internal sealed class EpisodeData
{
    private readonly List<(int State, int Action, int Entry)> steps = [];
    private readonly List<int> ends = [];

    /// <summary>Number of episodes.</summary>
    public int Count => ends.Count;

    public int Steps => steps.Count;

    public (int State, int Action, int Entry) this[int step] => steps[step];

    public void Clear()
    {
        steps.Clear();
        ends.Clear();
    }

    public void Add(int state, int action, int entry) => steps.Add((state, action, entry));

    public void End() => ends.Add(steps.Count);

    /// <summary>Σ_{j≥t} γ^{j−t} x(entry_j) of every step. // table: (entries), togo: (steps)</summary>
    public void ToGo(ReadOnlySpan<double> table, double gamma, Span<double> togo)
    {
        for (var e = 0; e < ends.Count; e++)
        {
            var sum = 0.0;
            for (var t = ends[e] - 1; t >= (e > 0 ? ends[e - 1] : 0); t--) togo[t] = sum = table[steps[t].Entry] + gamma * sum;
        }
    }

    /// <summary>Σ_{j≥t} (j−t) γ^{j−t−1} x(entry_j): the derivative of <see cref="ToGo"/> by γ. // table: (entries), slope: (steps)</summary>
    public void ToGoSlope(ReadOnlySpan<double> table, double gamma, Span<double> slope)
    {
        for (var e = 0; e < ends.Count; e++)
        {
            double sum = 0, rate = 0;   // g_t = r_t + γ g_{t+1}, so g′_t = g_{t+1} + γ g′_{t+1}
            for (var t = ends[e] - 1; t >= (e > 0 ? ends[e - 1] : 0); t--)
            {
                slope[t] = rate = sum + gamma * rate;
                sum = table[steps[t].Entry] + gamma * sum;
            }
        }
    }

    /// <summary>Discount γᵗ of every step within its episode. // (steps)</summary>
    public void Discounts(double gamma, Span<double> discount)
    {
        for (var e = 0; e < ends.Count; e++)
        {
            var power = 1.0;
            for (var t = e > 0 ? ends[e - 1] : 0; t < ends[e]; t++, power *= gamma) discount[t] = power;
        }
    }
}
