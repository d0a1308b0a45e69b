using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Lint;

/// <summary>Does staying pay more than finishing? Then a policy that has found the goal has reason not to enter it.</summary>
/// <remarks>
/// In a finite process the loiter value is exact (<see cref="LoiterValue"/>). Elsewhere it is an estimate from below: the best score of standing still in a
/// sampled situation, held for the whole horizon. It is compared with the best score of a step that finishes: one that succeeds where success is known, else
/// any that terminates, and then it is only a note, because ending may well be the failure.
/// </remarks>
internal static class LoiterRule
{
    private const int Endless = 1000;

    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        if (sample.Reward.IsEpisodic) yield break;
        var horizon = sample.World.Horizon ?? Endless;
        var found = sample.World is TabularWorld { Process: var process } ? Exactly(sample, process, horizon) : Estimated(sample, horizon);
        if (found is not { } value || value.Stay <= Math.Max(value.Finish, 0)) yield break;
        yield return new("loiter", sample.Success is null ? LintSeverity.Note : LintSeverity.Warning, sample.Reward.Name,
            $"{value.How} pays up to {Say.Number(value.Stay)} over {horizon} steps; {(sample.Success is null ? "a step that ends the episode" : "the step that succeeds")} pays at most {Say.Number(value.Finish)}.",
            "Pay for progress once (a potential difference) instead of for being near, or make success worth more than the horizon of waiting.");
    }

    private static (double Stay, double Finish, string How)? Exactly(LintSample sample, TabularMdp process, int horizon)
    {
        var reward = process.Expect(process.Tabulate(sample.Reward));
        var finishes = new bool[reward.Length];
        var success = sample.Success is null ? null : process.Tabulate(sample.Success);
        for (var pair = 0; pair < finishes.Length; pair++)
            for (var k = process.Start[pair]; k < process.Start[pair + 1]; k++)
                finishes[pair] |= process.Probability[k] > 0 && (success is null ? process.IsTerminal(process.Next[k]) : success[k] > 0);
        if (!finishes.Contains(true)) return null;
        var finish = Enumerable.Range(0, reward.Length).Where(pair => finishes[pair]).Max(pair => reward[pair]);
        return (LoiterValue.Of(process, reward, horizon, finishes), finish, "Never finishing");
    }

    private static (double Stay, double Finish, string How)? Estimated(LintSample sample, int horizon)
    {
        var success = sample.Success is null ? null : new float[sample.Steps.Count];
        sample.Success?.Evaluate(sample.Steps, success);
        int[] last = [.. Enumerable.Range(0, sample.Steps.Count).Where(i => success is null ? sample.Steps.Terminated[i] : success[i] > 0)];
        var rows = sample.Draw(1024);
        if (last.Length == 0 || rows.Length == 0) return null;
        Situation[] starts = [.. rows.Select(r => new Situation(r, false))];
        using var still = Probe.Of(sample.Steps, starts, rows, starts);
        return (sample.Apart(still)[0].Scores.Max() * (double)horizon, last.Max(i => sample.Whole.Scores[i]), "Standing still where it pays most");
    }
}
