namespace Goodhart.Tests;

/// <summary>A clock that stands still until somebody waits, and then is at once at the end of the wait.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly DateTimeOffset start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Lock gate = new();
    private readonly List<double> waits = [];
    private TimeSpan passed;

    /// <summary>Every wait so far, seconds.</summary>
    public IReadOnlyList<double> Waits
    {
        get
        {
            lock (gate) return [.. waits];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return start + passed;
    }

    public void Pass(double seconds)
    {
        lock (gate) passed += TimeSpan.FromSeconds(seconds);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            waits.Add(dueTime.TotalSeconds);
            passed += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
