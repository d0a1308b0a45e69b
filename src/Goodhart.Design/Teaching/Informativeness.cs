namespace Goodhart.Design;

/// <summary>
/// How much of what is best a reward shows to somebody who looks only a few steps ahead: 0 shows every gap, less than 0 lacks some of it
/// (Devidze et al. 2021, "Explicable Reward Design").
/// </summary>
public static class Informativeness
{
    /// <summary>The horizons of the paper.</summary>
    public static IReadOnlyList<int> Horizons { get; } = [1, 4, 8, 16, 32];

    /// <summary>I(R) = −1/(|H|·|S|) Σ_H Σ_s max(0, max over worse a of δ(s) − A_H(s, a)), where |S| counts terminal states. Any reward may be asked.</summary>
    /// <param name="task">What is to be conveyed.</param>
    /// <param name="reward">R(s, a). // (states·actions)</param>
    /// <param name="horizons">H; the paper's when null.</param>
    public static double Of(TeachingTask task, ReadOnlySpan<double> reward, IReadOnlyList<int>? horizons = null)
    {
        horizons ??= Horizons;
        var lacking = 0.0;
        foreach (var horizon in horizons)
            foreach (var lack in Lacking(task, reward, horizon)) lacking += lack;
        return -lacking / (horizons.Count * task.Mdp.States);
    }

    /// <summary>What each state lacks at one horizon: max(0, max over worse a of δ(s) − A_H(s, a)). // (states)</summary>
    public static double[] Lacking(TeachingTask task, ReadOnlySpan<double> reward, int horizon)
    {
        Ensure.SameLength(reward.Length, task.Mdp.States * task.Mdp.Actions);
        var (local, lacking) = (new LocalAdvantage(task.Mdp, task.Target, task.Gamma, horizon), new double[task.Mdp.States]);
        for (var s = 0; s < lacking.Length; s++)
            for (var a = 0; a < task.Mdp.Actions; a++)
                if (task.IsWorse(s, a)) lacking[s] = Math.Max(lacking[s], task.Gap[s] - local.Of(s, a, reward));
        return lacking;
    }
}
