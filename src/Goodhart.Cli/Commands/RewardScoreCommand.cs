using System.CommandLine;
using System.Text.Json;
using Goodhart.Data;
using Goodhart.Studies.Rewards;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward score</c>: every answer of a file, by any reward that scores.</summary>
internal static class RewardScoreCommand
{
    private const int Shown = 20;

    private static readonly string examples = $"""
        Examples:
          goodhart reward score helpful answers.jsonl                      A table of the first answers and their scores.
          goodhart reward score helpful pairs.jsonl --out scores.jsonl     Every answer, a JSON object a line: id, answer, score, members.
          goodhart reward score helpful answers.jsonl --json > scores.jsonl
          goodhart reward score length pairs.jsonl                         What counting characters says.

        {TextRewardSource.Help}

        Answers may come in any format that goodhart data check knows: every answer of a row is scored. A model's score depends on the
        answer and its prompt alone, never on the answers beside it, on the batch or on padding.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> named = new("reward") { Description = $"The reward: {TextRewardSource.Words}." };
        Argument<string[]> files = new("data") { Description = "Files of answers, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var (format, seed) = (DataCommand.Format(), Given.Seed());
        Option<int> batch = new("--batch") { Description = "Answers scored at once; it changes the time, never a score.", HelpName = "n", DefaultValueFactory = _ => 16 };
        Option<int?> length = new("--max-length") { Description = "Most tokens of a text; the model's context when left out.", HelpName = "tokens" };
        Option<string?> into = new("--out", "-o") { Description = "File for one JSON object per answer.", HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per answer on standard output and nothing else." };
        var command = new TaughtCommand("score", "Score every answer of a file by a reward.", examples) { named, files, format, batch, length, into, seed, json };
        command.SetAction((parsed, cancellation) =>
        {
            using var source = TextRewardSource.Open(parsed.GetRequiredValue(named), new(parsed.GetValue(seed) ?? 1, parsed.GetValue(length), Ensure.Positive(parsed.GetValue(batch), "--batch")), cancellation);
            if (source.Reward is not { } reward) throw new BadInputException($"'{parsed.GetValue(named)}' compares two answers and gives none a score; goodhart reward bench takes it.");
            if (source.Folder is null && parsed.GetValue(length) is not null) throw new BadInputException($"--max-length is for reward models; '{parsed.GetValue(named)}' is none.");
            var stream = FeedbackFile.Read(parsed.GetRequiredValue(files), new(parsed.GetValue(format)));
            var answers = ScoredAnswers.Of(Until(stream, cancellation), reward, 8 * parsed.GetValue(batch));
            if (parsed.GetValue(into) is { } file)
            {
                using var writer = new StreamWriter(file);
                foreach (var answer in answers) writer.WriteLine(Line(answer, source.Folder is not null));
                screen.Line($"Scores: {file}");
            }
            else if (parsed.GetValue(json))
            {
                foreach (var answer in answers) screen.Out.WriteLine(Line(answer, source.Folder is not null));
                screen.Out.Flush();
            }
            else
            {
                Print(screen, answers, source.Folder is null ? 0 : reward.Parts.Count);
            }

            if (stream.Log.Rows == stream.Log.FaultCount)
                throw new BadInputException($"There is no answer to score in these files{(stream.Log.Faults is [var first, ..] ? $": {first}" : ".")}");
            foreach (var fault in stream.Log.Faults.Take(10)) screen.Err.WriteLine($"goodhart: {fault}");
            if (source.Shortened is { } shortened) screen.Err.WriteLine($"goodhart: {shortened}");
            return Task.FromResult(ExitCode.Fine);
        });
        return command;
    }

    private static IEnumerable<FeedbackRow> Until(IEnumerable<FeedbackRow> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static string Line(ScoredAnswer answer, bool model) => JsonSerializer.Serialize(
        new { answer.Id, answer.Answer, answer.Score, Members = Parts(answer, model), Parts = Parts(answer, !model) }, JsonLine.Options);

    /// <summary>An ensemble's members, or what another reward is made of, such as a rubric's criteria.</summary>
    private static IReadOnlyDictionary<string, float>? Parts(ScoredAnswer answer, bool asked) => asked && answer.Parts.Count > 0 ? answer.Parts : null;

    private static void Print(Screen screen, IEnumerable<ScoredAnswer> answers, int members)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("row", "answer", "score", "text");
        table.Columns[2].RightAligned().NoWrap();
        var (count, sum, squares) = (0L, 0.0, 0.0);
        foreach (var answer in answers)
        {
            if (count++ < Shown) table.AddRow(new Text(answer.Id), new Text($"{answer.Answer + 1}"), new Text($"{answer.Score:F4}"), new Text(Short(answer.Exchange.Answer)));
            (sum, squares) = (sum + answer.Score, squares + ((double)answer.Score * answer.Score));
        }

        if (count == 0) return;
        screen.Output.Write(table);
        var mean = sum / count;
        screen.Line($"{count:N0} answers{(count > Shown ? $", the first {Shown} shown" : "")}; mean {mean:F4}, standard deviation {Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))):F4}{(members > 1 ? $", the mean of {members} members" : "")}.");
    }

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : line[..59] + "…";
    }

    private static class JsonLine
    {
        public static readonly JsonSerializerOptions Options = new(Runs.RunRecord.Json) { WriteIndented = false, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    }
}
