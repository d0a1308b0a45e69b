namespace Goodhart.Design;

/// <summary>What is noted of a trained policy's episodes, for whoever reads them: a world's own words for how an episode ended, and nothing of any reward.</summary>
/// <param name="Ending">Label of the ending, from the last transition of an episode: "success", "lava death", "timeout".</param>
/// <param name="Explored">How much of the world the episode saw, from its last transition, such as the cells visited; null where nothing tells.</param>
/// <param name="LastSteps">L, last steps that are shown of an episode that failed, &gt; 0.</param>
/// <param name="Shown">Failed episodes that are shown per ending, ≥ 0.</param>
/// <param name="Success">The label of an episode that is no failure.</param>
public sealed record EpisodeWatch(Func<Transitions, int, string> Ending, Func<Transitions, int, double>? Explored = null, int LastSteps = 8, int Shown = 3, string Success = "success")
{
    /// <summary>For a world that has no words of its own: where success is known it is named, an episode that was cut off is a timeout, any other has ended.</summary>
    /// <param name="success">Whether the transition is one on which the task is done; null where nothing counts as done.</param>
    public static EpisodeWatch Plain(Func<Transitions, int, bool>? success = null) =>
        new((batch, row) => success?.Invoke(batch, row) ?? false ? "success" : batch.Terminated[row] ? "ended" : "timeout");

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    public EpisodeWatch Checked()
    {
        Ensure.Positive(LastSteps);
        Ensure.NotNegative(Shown);
        return this;
    }
}
