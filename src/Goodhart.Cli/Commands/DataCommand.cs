using System.CommandLine;
using Goodhart.Data;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary><c>goodhart data …</c>: files of feedback.</summary>
internal static class DataCommand
{
    public static Command Create(Screen screen) => new TaughtCommand("data", "Look at files of feedback, and write them in other formats, before anything is trained on them.", """
        Examples:
          goodhart data check pairs.jsonl
          goodhart data check train.parquet --against rewardbench.jsonl --fail-on leakage
          goodhart data convert ratings.jsonl.gz pairs.parquet --to trl-preference
        """)
    {
        DataCheckCommand.Create(screen),
        DataConvertCommand.Create(screen),
    };

    public static Option<string?> Format()
    {
        Option<string?> format = new("--format") { Description = "The files' format, where it should not be detected. goodhart data check --help lists the formats.", HelpName = "format" };
        format.Validators.Add(result =>
        {
            var names = FeedbackFile.Formats.Select(known => known.Name).ToArray();
            if (result.Tokens is [{ Value: var name }] && !names.Contains(name, StringComparer.OrdinalIgnoreCase)) result.AddError($"--format does not know '{name}'.{Nearest.Hint(name, names)}");
        });
        return format;
    }

    /// <summary>Rows as progress: how many there will be is not known.</summary>
    public static IProgress<long> Counted(IProgress<StudyProgress> progress, string job) => new Rows(progress, job);

    private sealed class Rows(IProgress<StudyProgress> progress, string job) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value % 100_000 == 0) progress.Report(new(job, 0, $"{value:N0} pieces of feedback"));
        }
    }
}
