using System.CommandLine;
using System.Globalization;
using Goodhart.Data;

namespace Goodhart.Cli;

/// <summary><c>goodhart data convert</c>.</summary>
internal static class DataConvertCommand
{
    private static readonly (string, Aggregation)[] annotators = [("keep", Aggregation.Keep), ("majority", Aggregation.Majority), ("most-agreeing", Aggregation.MostAgreeing)];

    private static readonly string examples = $"""
        Examples:
          goodhart data convert hh.jsonl.gz pairs.jsonl --to trl-preference
          goodhart data convert ultrafeedback.parquet pairs.parquet --to trl-preference --attribute helpfulness
          goodhart data convert ratings.jsonl thumbs.jsonl --to trl-unpaired --threshold 0.75
          goodhart data convert pandalm.json votes.jsonl --to alpaca-eval --annotators majority

        Rankings, and ratings of answers to one prompt that stand beside each other, become pairs where the format holds pairs.
        What a format cannot carry is counted and told. Formats: {string.Join(", ", DataConversion.Targets)}.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> from = new("in") { Description = "A file of feedback, or a folder of them." };
        Argument<string> to = new("out") { Description = "The file to write: .jsonl, .json (either with .gz) or .parquet." };
        Option<string> target = new("--to") { Description = "The format to write.", HelpName = "format", Required = true };
        Option<double> threshold = new("--threshold") { Description = "Share of the scale, from 0 to 1, from which a rating is a thumb up.", HelpName = "share", DefaultValueFactory = _ => 0.5 };
        Option<string?> attribute = new("--attribute") { Description = "The attribute ratings are judged by; by default overall, else helpfulness, else the mean of all.", HelpName = "name" };
        var combine = Given.Word("--annotators", "What becomes of several annotators' judgements of one pair (keep by default).", annotators);
        var (format, json, quiet) = (DataCommand.Format(), Given.Json(), Given.Quiet());
        var command = new TaughtCommand("convert", "Write feedback in another format, and tell what that format cannot carry.", examples) { from, to, target, format, threshold, attribute, combine, json, quiet };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new ConversionOptions(
                parsed.GetRequiredValue(target), parsed.GetValue(threshold), parsed.GetValue(attribute), parsed.GetValue(combine) ?? Aggregation.Keep, Reading: new(parsed.GetValue(format)));
            var file = parsed.GetRequiredValue(to);
            var report = Watch.While(screen, parsed.GetValue(quiet), progress =>
                DataConversion.Run([parsed.GetRequiredValue(from)], file, options, DataCommand.Counted(progress, "convert"), cancellation));
            if (parsed.GetValue(json)) Json.Write(screen, report);
            else Print(screen, report, file, options);
            return Task.FromResult(ExitCode.Fine);
        });
        return command;
    }

    private static void Print(Screen screen, ConversionReport report, string file, ConversionOptions options)
    {
        screen.Line($"{file}: {report.Written:N0} rows of {report.To}, from {report.Read:N0} pieces of feedback.");
        if (report.To == "trl-unpaired") screen.Line(string.Create(CultureInfo.InvariantCulture, $"A rating is a thumb up from {options.Threshold:P0} of its scale."));
        foreach (var (why, count) in report.Dropped) screen.Line($"Not written: {count:N0} {why}.");
        foreach (var (what, count) in report.Lost) screen.Line($"Lost in {count:N0} rows: {what}.");
        DataTables.PrintReading(screen, report.Faults, report.FirstFaults, report.Notes);
    }
}
