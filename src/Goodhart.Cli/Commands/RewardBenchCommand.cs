using System.CommandLine;
using Goodhart.Audit.Benches;

namespace Goodhart.Cli;

/// <summary>What makes a bench fail.</summary>
internal enum BenchFailure { Chance, GiveAway }

/// <summary><c>goodhart reward bench</c>.</summary>
internal static class RewardBenchCommand
{
    private static readonly string examples = $$"""
        Examples:
          goodhart reward bench length --data rewardbench.jsonl --spec rewardbench-v1      What counting characters gets.
          goodhart reward bench scores.jsonl --spec rewardbench-v2 --json                  Stored scores; no model is asked.
          goodhart reward bench a.jsonl b.jsonl c.jsonl --data pairs.parquet --ensemble mean-sd
          goodhart reward bench judge-swap-GPT-4.json.gz                                   A judge's verdicts in both orders (LLMBar).
          goodhart reward bench helpful --data pairs.jsonl --out report --at-least 0.7     For a pipeline: exit code 3 below 70 %.

        {{TextRewardSource.Help}}
        or a file of stored scores, a line per row: {"model": "m", "group": "math/7", "subset": "math", "score": [0.3, -1.2], "gold": [1, 0]}

        Specs: {{string.Join(", ", BenchSpecs.All.Select(s => s.Name))}}; a scorer for all subsets there are: {{string.Join(", ", BenchScorers.All.Select(s => s.Name))}};
        or a file:

          {"name": "mine", "sections": [{"name": "Chat", "weight": 2, "subsets": [{"name": "easy", "count": 100, "scorer": "best-of-k"}]}]}

        Data are RewardBench 1 or 2, RM-Bench, LLMBar, JudgeBench, or any feedback that compares answers (see goodhart data check). What is found about a
        reward model goes into the card in its folder, beside what counting characters gets.
        """;

    public static Command Create(Screen screen)
    {
        Argument<string[]> rewards = new("reward") { Description = $"Stored scores, {TextRewardSource.Words}; several are benched one by one.", Arity = ArgumentArity.OneOrMore };
        Option<string?> data = new("--data", "-d") { Description = "The bench's rows: a file or a folder; stored scores that name subsets need none.", HelpName = "file" };
        Option<string?> spec = new("--spec", "-s") { Description = "Subsets, sections and weights: a name, or a file. Pairs of all subsets by default.", HelpName = "spec" };
        Option<string?> outFolder = new("--out", "-o") { Description = "Folder for report.json and scores.jsonl.", HelpName = "folder" };
        Option<double?> atLeast = new("--at-least") { Description = "Exit with 3 when an overall score is below this, in [0, 1].", HelpName = "share" };
        var (format, noCard, seed, json, quiet) = (DataCommand.Format(), Given.NoCard(), Given.Seed(), Given.Json(), Given.Quiet());
        var ensemble = Given.Word("--ensemble", "Score an ensemble of all the rewards too.", ("mean", EnsembleRule.Mean), ("min", EnsembleRule.Min), ("mean-sd", EnsembleRule.MeanMinusSd));
        var failOn = Given.Word("--fail-on", "Exit with 3 when an overall score is not above chance, or when looks give the right answers away.", ("chance", BenchFailure.Chance), ("give-away", BenchFailure.GiveAway));
        var command = new TaughtCommand("bench", "Tell how often rewards of texts prefer what is better, per subset, section and overall.", examples)
        {
            rewards, data, spec, format, ensemble, outFolder, atLeast, failOn, noCard, seed, json, quiet,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(atLeast) is { } bound && bound is not (>= 0 and <= 1)) throw new BadInputException($"--at-least must be in [0, 1], was {bound}.");
            if (parsed.GetValue(failOn) is BenchFailure.GiveAway && parsed.GetValue(data) is null) throw new BadInputException("--fail-on give-away needs --data: looks are a matter of texts.");
            var order = new BenchOrder(parsed.GetRequiredValue(rewards), parsed.GetValue(data), BenchSpecs.Find(parsed.GetValue(spec) ?? BenchSpecs.Pairs.Name), parsed.GetValue(format),
                parsed.GetValue(ensemble), parsed.GetValue(seed) ?? 1);
            var result = Watch.While(screen, parsed.GetValue(quiet), progress => order.Run(progress, cancellation));
            if (parsed.GetValue(outFolder) is { } folder) result.Save(folder);
            if (parsed.GetValue(json)) Json.Write(screen, result.Document);
            else Print(screen, result);
            var cards = parsed.GetValue(noCard) ? [] : result.WriteCards();
            if (!parsed.GetValue(json)) foreach (var card in cards) screen.Line($"Card: {card}");
            return Task.FromResult(result.Fails(parsed.GetValue(failOn), parsed.GetValue(atLeast)) ? ExitCode.VerdictReached : ExitCode.Fine);
        });
        return command;
    }

    private static void Print(Screen screen, BenchResult result)
    {
        foreach (var report in result.Reports) BenchTables.Print(screen, report);
        foreach (var (model, swap) in result.Swaps) BenchTables.Print(screen, model, swap);
        if (result.Looks is { } looks) BenchTables.Print(screen, looks);
        foreach (var note in result.Notes) screen.Line(note);
    }
}
