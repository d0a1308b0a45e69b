using Goodhart.Audit.Cards;
using Goodhart.Data;
using Goodhart.Runs;
using Goodhart.Studies.Rewards;

namespace Goodhart.Cli;

/// <summary>What the command line asks of a reward's training, as it is kept in the run's record, so that it can be gone on with.</summary>
/// <param name="Files">Feedback, by full paths.</param>
/// <param name="Format">Format of the files; null for the one that is detected.</param>
/// <param name="Options">Everything else.</param>
internal sealed record RewardOrder(IReadOnlyList<string> Files, string? Format, RewardTrainingOptions Options)
{
    public const string TrainingFolder = "training";

    /// <summary>Hashes of the files as they were when training began.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    public RewardData Read(Screen screen)
    {
        var data = RewardData.Read(Files, new(Format));
        foreach (var fault in data.Log.Faults.Take(10)) screen.Err.WriteLine($"goodhart: {fault}");
        if (data.Log.FaultCount > 10) screen.Err.WriteLine($"goodhart: {data.Log.FaultCount - 10} more rows cannot be used; goodhart data check names them.");
        return data;
    }

    /// <summary>The order of a folder that training was begun in, and its run, opened to go on.</summary>
    public static (RewardOrder Order, RunFolder Run) Resume(string folder)
    {
        var training = Path.Combine(folder, TrainingFolder);
        if (!Directory.Exists(training) || Directory.GetDirectories(training).Order(StringComparer.Ordinal).LastOrDefault() is not { } latest)
            throw new BadInputException($"'{folder}' holds no training to go on with: expected a folder that goodhart reward train wrote.");
        var run = RunFolder.Open(latest);
        try
        {
            var order = run.Record.OptionsAs<RewardOrder>();
            var now = FeedbackFile.Read(order.Files).Files.Select(file => CardFile.Of(file).Sha256);
            if (!now.SequenceEqual(order.Hashes)) throw new BadInputException($"The data of '{folder}' changed since training began ({string.Join(", ", order.Files)}): going on would mix two data sets.");
            run.Restart();
            return (order, run);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }
}
