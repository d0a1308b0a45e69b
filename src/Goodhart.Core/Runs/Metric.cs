namespace Goodhart.Runs;

/// <summary>What a recorded value is; a curve that stops being a number is a finding, not a hole.</summary>
public enum MetricStatus { Number, NotANumber, Infinite }

/// <summary>One recorded value.</summary>
/// <param name="Step">The step it belongs to.</param>
/// <param name="Tag">Its name, such as <c>rollout/ep_rew_mean</c>.</param>
/// <param name="Value">The value; not finite where the status says so.</param>
public readonly record struct Metric(long Step, string Tag, double Value)
{
    public MetricStatus Status => double.IsNaN(Value) ? MetricStatus.NotANumber : double.IsInfinity(Value) ? MetricStatus.Infinite : MetricStatus.Number;
}
