using Goodhart.Audit.Orderings;
using Goodhart.Audit.Scores;
using Goodhart.Data;
using Goodhart.Design;
using Goodhart.Learning.Judges;
using Goodhart.Models;
using Goodhart.Runs;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>Turns what went wrong into one line and an exit code.</summary>
internal static class Failure
{
    public static int Report(Exception failure, Screen screen)
    {
        while (failure is AggregateException { InnerException: { } inner }) failure = inner;
        if (failure is OperationCanceledException) return screen.Fail("Interrupted.", ExitCode.Interrupted);

        var expected = IsInput(failure);
        var line = expected ? Words(failure) : $"Unexpected {failure.GetType().Name}: {Words(failure)}";
        var debug = Environment.GetEnvironmentVariable("GOODHART_DEBUG") == "1";
        if (debug) screen.Err.WriteLine(failure);
        return screen.Fail(expected || debug ? line : $"{line} (GOODHART_DEBUG=1 shows where)", expected ? ExitCode.BadInput : ExitCode.Unexpected);
    }

    /// <summary>The person who typed the command can mend it.</summary>
    private static bool IsInput(Exception failure) => failure is BadInputException or StudyFileException or ScoreFileException or DataFileException or RowException or OrderingFileException or LineageException or ChatException or ChatFailedException or ChatLimitException or MissingRecordingException or ProgramException or RunFolderException or CheckpointException or TokenizerException or TemplateException or JudgeException
        or ArgumentException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;

    /// <summary>The message on one line, without the parameter name that .NET appends.</summary>
    private static string Words(Exception failure)
    {
        var words = failure.Message.ReplaceLineEndings(" ");
        if (failure is ArgumentException { ParamName: { } name }) words = words.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        return words;
    }
}
