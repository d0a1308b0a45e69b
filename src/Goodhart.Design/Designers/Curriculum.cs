using Goodhart.Runs;

namespace Goodhart.Design;

/// <summary>A hard task by way of an easier one (Eureka's pen spinning): a reward is sought for the easier one first, and the hard one begins with its program and, where the training can, its policy.</summary>
public static class Curriculum
{
    /// <summary>Folder of the easier design within the run's.</summary>
    public const string EasierFolder = "easier";

    /// <summary>Runs both in one folder; a run that was killed goes on in either.</summary>
    /// <param name="easier">The easier task.</param>
    /// <param name="harder">Makes the hard task's request from the easier one's program; <see cref="EurekaOptions.Initial"/> is the place for it.</param>
    /// <param name="folder">Where both lineages lie.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops cleanly.</param>
    /// <returns>The hard task's result; the easier one's where it found no program, since there is nothing to go on from.</returns>
    public static DesignResult Run(
        DesignRequest easier, Func<string, DesignRequest> harder, RunFolder folder, IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        easier.Checked();
        var first = DesignRun.In(easier, Path.Combine(folder.Path, EasierFolder), progress, cancellation);
        if (first.Best is not { } best) return first with { Words = $"The easier task brought nothing to go on from. {first.Words}" };
        var next = harder(best.Text);
        return DesignRun.Run(next.Training is IContinuedTraining ? next with { Policy = first.Policy } : next, folder, progress, cancellation);
    }
}
