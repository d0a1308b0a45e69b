using System.CommandLine;
using Goodhart.Audit.Probes;
using Goodhart.Data;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary><c>goodhart reward probe</c>.</summary>
internal static class RewardProbeCommand
{
    private static readonly string examples = $"""
        Examples:
          goodhart reward probe length pairs.jsonl                    A plain reward, to see what a probe shows.
          goodhart reward probe helpful pairs.jsonl --fail-on exploitable
          goodhart reward probe "chat:ollama:qwen2.5?cache=v.jsonl" pairs.jsonl --prompts 30 --fail-on exploitable
          goodhart reward probe "chat:openai:gpt-4o-mini?mode=pair&price=0.15/0.60&cost-limit=1&cache=v.jsonl" pairs.jsonl
          goodhart reward probe "chat:?replay=v.jsonl" pairs.jsonl    Verdicts of an earlier run, without a model.
          goodhart reward probe annotations.json.gz                   Stored verdicts alone: does one constant answer win, does the order decide?

        {TextRewardSource.Help}

        A probe changes the best answer of every prompt in a way that does not make it better, and looks whether the reward likes it better all the same. A verdict needs
        the whole interval, and the intervals hold for all probes together. Then texts that answer nothing are searched for one that is liked better than real answers. What is
        found about a reward model goes into the card in its folder: probes, checks of how scores are computed, and known exploits with the worst example.

        Probes:
        {string.Join('\n', ProbeCatalogue.All.Select(p => $"  {p.Name,-15} {p.About}{(p.Kind == ProbeKind.Worse ? "; must fall" : "")}"))}
        """;

    public static Command Create(Screen screen)
    {
        Argument<string> reward = new("reward") { Description = $"The reward: {TextRewardSource.Words}; or a file of verdicts, alone." };
        Argument<string?> data = new("data") { Description = "Prompts with answers: any file that goodhart data check reads.", Arity = ArgumentArity.ZeroOrOne };
        Option<string[]> probes = new("--probe") { Description = "Only this probe; may be repeated.", HelpName = "name" };
        Option<int> prompts = new("--prompts") { Description = "Prompts at most.", HelpName = "n", DefaultValueFactory = _ => 200 };
        Option<int?> search = new("--search") { Description = "Texts scored in the search for exploits; 0 for none. 4000 when left out, and none for a judge, since each is a request.", HelpName = "n" };
        Option<double> gain = new("--gain") { Description = "Gain, in sd of the reference scores, from which a change without content is noticeable.", HelpName = "sd", DefaultValueFactory = _ => 0.2 };
        var failOn = Given.Word("--fail-on", "Exit with 3 when anything found is this or worse.", ("inconclusive", ProbeVerdict.Inconclusive), ("blind", ProbeVerdict.Blind), ("exploitable", ProbeVerdict.Exploitable));
        var (format, noCard, seed, json, quiet) = (DataCommand.Format(), Given.NoCard(), Given.Seed(), Given.Json(), Given.Quiet());
        var command = new TaughtCommand("probe", "Find what raises a score without raising quality: changes that should gain nothing, and the worst texts a search finds.", examples)
        {
            reward, data, format, probes, prompts, search, gain, failOn, noCard, seed, json, quiet,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (name, file, first) = (parsed.GetRequiredValue(reward), parsed.GetValue(data), parsed.GetValue(seed) ?? 1);
            if (file is null && !File.Exists(name) && !Directory.Exists(name)) throw new BadInputException($"There is no file '{name}' of verdicts. To probe a reward, name the data as well: goodhart reward probe {name} pairs.jsonl");
            var found = file is null ? Stored(screen, name, first, parsed.GetValue(json))
                : Live(screen, name, file, new(parsed.GetValue(probes) ?? [], At("--prompts", parsed.GetValue(prompts), 1), parsed.GetValue(search) is { } n ? At("--search", n, 0) : null, parsed.GetValue(gain), first, parsed.GetValue(format), !parsed.GetValue(noCard)),
                    parsed.GetValue(json), parsed.GetValue(quiet), cancellation);
            return Task.FromResult(parsed.GetValue(failOn) is { } limit && found >= limit ? ExitCode.VerdictReached : ExitCode.Fine);
        });
        return command;
    }

    private static int At(string option, int value, int least) => value >= least ? value : throw new BadInputException($"{option} must be at least {least}, was {value}.");

    private static ProbeVerdict Stored(Screen screen, string file, ulong seed, bool json)
    {
        if (File.Exists(file) && DataFile.Read(file).Take(1).Any(StoredSwaps.Is))
        {
            var swaps = StoredSwaps.Read(file, new(seed));
            if (json) Json.Write(screen, new { File = Path.GetFileName(file), Orders = swaps, swaps.IsBiased });
            else ProbeTables.Print(screen, swaps);
            return swaps.IsBiased ? ProbeVerdict.Exploitable : ProbeVerdict.Robust;
        }

        var verdicts = StoredVerdicts.Of([.. FeedbackFile.Read(file).Preferences()], new(seed));
        if (json) Json.Write(screen, new { File = Path.GetFileName(file), Verdicts = verdicts });
        else ProbeTables.Print(screen, verdicts);
        return verdicts.Exploit is null ? ProbeVerdict.Robust : ProbeVerdict.Exploitable;
    }

    /// <summary>Shares of one job.</summary>
    private sealed class Shares(IProgress<StudyProgress> progress) : IProgress<(double Done, string Probe)>
    {
        public void Report((double Done, string Probe) value) => progress.Report(new("probe", value.Done, value.Probe));
    }

    private sealed record Order(string[] Probes, int Prompts, int? Search, double Gain, ulong Seed, string? Format, bool Card);

    private static ProbeVerdict Live(Screen screen, string name, string file, Order order, bool json, bool quiet, CancellationToken cancellation)
    {
        IProbe[] chosen = order.Probes.Length > 0 ? [.. order.Probes.Select(ProbeCatalogue.Find)] : [.. ProbeCatalogue.All];
        using var source = TextRewardSource.Open(name, new(order.Seed), cancellation);
        var stream = FeedbackFile.Read(file, new(order.Format));
        var data = ProbeData.Of(stream, order.Prompts);
        if (stream.Log.FaultCount > 0) screen.Err.WriteLine($"goodhart: {stream.Log.FaultCount} rows of '{file}' cannot be used; see goodhart data check {file}");
        if (data.References.Count == 0) throw new BadInputException($"'{file}' holds no answer to probe with.");
        var budget = order.Search ?? (source.Summary is null ? 4000 : 0);
        var found = Watch.While(screen, quiet, progress => ProbeFindings.Of(source.Target, data, chosen, new(order.Seed, Gain: order.Gain), budget, source.Summary is not null,
            new Shares(progress), cancellation));
        found = found with { Judging = source.Summary, Checks = [.. found.Checks, .. source.Checks(data.References)] };
        if (json) Json.Write(screen, found);
        else ProbeTables.Print(screen, found);
        var card = order.Card ? source.Note(card => CardNotes.With(card, found)) : null;
        if (!json && source.Shortened is { } shortened) screen.Line(shortened);
        if (!json && card is not null) screen.Line($"Card: {card}");
        return found.Worst;
    }
}
