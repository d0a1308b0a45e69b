using System.CommandLine;
using Goodhart.Audit.Cards;
using Goodhart.Runs;
using Goodhart.Studies.Rewards;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward train</c>: a reward model from feedback, with its card.</summary>
internal static class RewardTrainCommand
{
    private const string Examples = """
        Examples:
          goodhart reward train pairs.jsonl --model qwen3-0.6b --lora 16 --out helpful       A low-rank adapter on your own model, merged.
          goodhart reward train pairs.jsonl --from-scratch tiny --epochs 5 --out small       A small model and its tokenizer, made here.
          goodhart reward train helpsteer2.jsonl --stage regress:helpfulness --stage bt:scaled --model llama --out helpful
          goodhart reward train pairs.jsonl --from-scratch tiny --folds 5                    How good would it be? Five folds by prompt, nothing is kept.
          goodhart reward train --resume helpful                                             Goes on with a training that was stopped, bit for bit.

        Stages: bt (comparisons, by Bradley–Terry), with options as in bt:scaled, bt:margin, bt:centre=0.01, bt:ties=raokupper or bt:ties=drop;
        regress (ratings), of some attributes as in regress:helpfulness,correctness. Without --stage the data decide.
        The folder has the layout of transformers' AutoModelForSequenceClassification; README.md and reward-card.json tell where the reward comes
        from and how it does on prompts it did not see, beside chance, length and single words.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string[]> files = new("data") { Description = "Files of feedback, or folders of them; see goodhart data check.", Arity = ArgumentArity.ZeroOrMore };
        var format = DataCommand.Format();
        Option<string?> model = new("--model", "-m") { Description = "Folder of the model to grow from: GPT-2, Llama, Qwen2 or Qwen3, with its tokenizer.", HelpName = "folder" };
        Option<string?> scratch = new("--from-scratch") { Description = "Size of a model trained from nothing: tiny, small, medium, or width x depth x heads as in 128x4x4.", HelpName = "size" };
        Option<string[]> stages = new("--stage") { Description = "What is fitted; several are fitted one after the other.", HelpName = "stage" };
        Option<string?> resume = new("--resume") { Description = "Folder of a training to go on with; it takes no other options.", HelpName = "folder" };
        Option<string?> into = new("--out", "-o") { Description = "Folder of the reward; it is made.", HelpName = "folder" };
        Option<int?> folds = new("--folds") { Description = "Train on all but one part of the prompts and test on it, for each of n parts; nothing is kept.", HelpName = "n" };
        var numbers = new RewardTrainNumbers();
        var (seed, json, quiet) = (Given.Seed(), Given.Json(), Given.Quiet());
        var command = new TaughtCommand("train", "Train a reward model on feedback, test it beside simple rules, and write its card.", Examples) { files, format, model, scratch, stages, into, resume, folds };
        foreach (var number in numbers.All) command.Add(number);
        foreach (var option in (Option[])[seed, json, quiet]) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var output = new Output(screen, parsed.GetValue(json), parsed.GetValue(quiet));
            if (parsed.GetValue(resume) is { } started) return Task.FromResult(Resume(started, output, cancellation));
            if (parsed.GetValue(model) is not null && parsed.GetValue(scratch) is not null) throw new BadInputException("--model and --from-scratch exclude each other: a reward grows from one or the other.");
            var paths = parsed.GetRequiredValue(files);
            if (paths.Length == 0) throw new BadInputException("Which feedback? Name a file, as in goodhart reward train pairs.jsonl --out helpful.");
            var given = new RewardTrainingOptions { Model = Full(parsed.GetValue(model)), Stages = parsed.GetValue(stages) ?? [], Seed = parsed.GetValue(seed) ?? 1 };
            if (parsed.GetValue(scratch) is { } size) given = given with { Scratch = ScratchSize.Parse(size) };
            var order = new RewardOrder([.. paths.Select(Path.GetFullPath)], parsed.GetValue(format), numbers.Into(given, parsed).Checked());
            if (parsed.GetValue(folds) is { } parts) return Task.FromResult(Folds(order, parts, output, cancellation));
            var folder = parsed.GetValue(into) ?? throw new BadInputException("Where to? Name a folder, as in --out helpful; or --folds 5, which keeps nothing.");
            return Task.FromResult(Begin(order, folder, output, cancellation));
        });
        return command;
    }

    private static int Begin(RewardOrder order, string folder, Output output, CancellationToken cancellation)
    {
        if (RewardFolder.Exists(folder) || Directory.Exists(Path.Combine(folder, RewardOrder.TrainingFolder)))
            throw new BadInputException($"'{folder}' holds a reward already: choose another --out, or go on with its training by --resume {folder}.");
        var data = order.Read(output.Screen);
        var training = new RewardTraining(data, order.Options);   // a mistake should leave no folder behind
        order = order with { Hashes = [.. data.Files.Select(file => CardFile.Of(file).Sha256)] };
        using var run = RunFolder.Create(Path.Combine(folder, RewardOrder.TrainingFolder), "reward", order, order.Options.Seed, TimeProvider.System);
        return Train(training, order, folder, run, output, cancellation);
    }

    private static int Resume(string folder, Output output, CancellationToken cancellation)
    {
        var (order, opened) = RewardOrder.Resume(folder);
        using var run = opened;
        return Train(new RewardTraining(order.Read(output.Screen), order.Options), order, folder, run, output, cancellation);
    }

    private static int Train(RewardTraining training, RewardOrder order, string folder, RunFolder run, Output output, CancellationToken cancellation)
    {
        var status = RunStatus.Failed;
        try
        {
            var result = Watch.While(output.Screen, output.Quiet, progress => training.Run(RewardTexts.For(order.Options, training.Exchanges), folder, run, progress, cancellation));
            status = result.Interrupted ? RunStatus.Interrupted : result.Failure is null ? RunStatus.Finished : RunStatus.Failed;
            if (output.IsJson) Json.Write(output.Screen, new { Folder = folder, result.Interrupted, Failure = result.Failure?.Message, result.Card, result.HeldOut });
            else RewardTables.Print(output.Screen, result, folder);
            return result.Failure is { } failure ? output.Screen.Fail(failure.Message, ExitCode.Unexpected)
                : result.Interrupted ? output.Screen.Fail($"Interrupted; goodhart reward train --resume {folder} goes on.", ExitCode.Interrupted) : ExitCode.Fine;
        }
        finally
        {
            run.Finish(status);
        }
    }

    private static int Folds(RewardOrder order, int folds, Output output, CancellationToken cancellation)
    {
        var data = order.Read(output.Screen);
        if (folds < 2 || folds > data.Comparable.Prompts) throw new BadInputException($"--folds must be from 2 to the number of prompts, {data.Comparable.Prompts}; was {folds}.");
        var training = new RewardTraining(data, order.Options);
        var comparison = Watch.While(output.Screen, output.Quiet, progress => RewardFolds.Run(data.Comparable, folds,
            training.Learner(exchanges => RewardTexts.For(order.Options, exchanges)), new Generator(order.Options.Seed), progress, cancellation));
        if (output.IsJson) Json.Write(output.Screen, new { Folds = folds, Options = order.Options, Accuracy = comparison, comparison.Verdict });
        else RewardTables.Print(output.Screen, comparison, $"{folds} folds by prompt");
        return ExitCode.Fine;
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);

    private sealed record Output(Screen Screen, bool IsJson, bool Quiet);
}
