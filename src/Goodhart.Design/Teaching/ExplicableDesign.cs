namespace Goodhart.Design;

/// <param name="Budget">States beside the given ones that may carry reward (B of the paper).</param>
/// <param name="Largest">R_max: every |R(s, a)| stays within it.</param>
/// <param name="Horizons">Horizons of the informativeness; the paper's when null.</param>
/// <param name="SparsityWeight">C₂: weight of Σ|R| against informativeness; 0 in the paper.</param>
public sealed record ExplicableOptions(int Budget = 5, double Largest = 10, IReadOnlyList<int>? Horizons = null, double SparsityWeight = 0);

/// <summary>
/// EXPRD: a reward on few states that shows a learner as much as possible of what is best, and changes no best action (Devidze et al. 2021).
/// </summary>
/// <remarks>
/// max I(R) − C₂|R|₁ subject to A_∞(s, a) ≥ δ(s) where a is worse, ≥ 0 elsewhere, |R| ≤ R_max, and R(s, ·) = 0 outside a set of states, which grows greedily by
/// the state whose program has the best value. Greedy is myopic: another set of the same size may show more.
/// </remarks>
public sealed class ExplicableDesign(TeachingTask task, ExplicableOptions? options = null)
{
    private readonly ExplicableOptions options = options ?? new();
    private readonly IReadOnlyList<int> horizons = options?.Horizons ?? Informativeness.Horizons;
    private readonly Lazy<LocalAdvantage[]> local = new(() =>
        [.. (options?.Horizons ?? Informativeness.Horizons).Select(h => new LocalAdvantage(task.Mdp, task.Target, task.Gamma, h)), new(task.Mdp, task.Target, task.Gamma, null)]);

    /// <summary>Adds states to <paramref name="given"/> one by one, each the one that helps most, and returns the reward after every step, the given set first.</summary>
    /// <param name="given">States that carry reward already, such as those next to the goal.</param>
    /// <param name="cancellation">Stops between two programs.</param>
    /// <exception cref="InvalidOperationException">No reward within R_max keeps every gap; the message names a state.</exception>
    public IReadOnlyList<RewardTable> Greedy(IReadOnlyList<int> given, CancellationToken cancellation = default)
    {
        var designs = new List<RewardTable> { On(given) };
        for (var b = 0; b < Ensure.NotNegative(options.Budget); b++)
        {
            var chosen = designs[^1].States;
            int[] candidates = [.. Enumerable.Range(0, task.Mdp.States).Where(s => !task.Mdp.IsTerminal(s) && !chosen.Contains(s))];
            if (candidates.Length == 0) break;
            var tried = new RewardTable[candidates.Length];
            Parallel.For(0, candidates.Length, new() { CancellationToken = cancellation }, i => tried[i] = On([.. chosen, candidates[i]]));
            designs.Add(tried.MaxBy(d => Math.Round(d.Informativeness - options.SparsityWeight * d.Values.Sum(Math.Abs), 9))!);
        }

        return designs;
    }

    /// <summary>The most informative reward on a set of states.</summary>
    /// <exception cref="InvalidOperationException">No reward within R_max on these states keeps every gap; the message names a state.</exception>
    public RewardTable On(IReadOnlyList<int> states)
    {
        var program = new RewardProgramme(task, states, options.Largest, local.Value[^1], gaps: horizons.Count * task.Mdp.States, options.SparsityWeight);
        for (var h = 0; h < horizons.Count; h++)
            for (var s = 0; s < task.Mdp.States; s++)
                for (var a = 0; a < task.Mdp.Actions; a++)
                    if (task.IsWorse(s, a)) program.Show(local.Value[h], s, a, h * task.Mdp.States + s);
        var values = program.Solve();
        return new(values, [.. states], Informativeness.Of(task, values, horizons), task.Mdp.Actions);
    }

    /// <summary>ExpAdaRD: the reward that moves one learner most, by the gradient that a step of REINFORCE on the reward itself (horizon 1) shares with true improvement.</summary>
    /// <param name="states">States that may carry reward; all that are not terminal when null.</param>
    /// <param name="learner">π_L. // (states·actions)</param>
    /// <param name="learnerOccupancy">μ_L(s, a). // (states·actions)</param>
    /// <param name="expertOccupancy">μ*(s) of an expert that explores a little. // (states)</param>
    /// <exception cref="InvalidOperationException">No reward within R_max keeps every gap.</exception>
    public RewardTable For(ReadOnlySpan<double> learner, ReadOnlySpan<double> learnerOccupancy, ReadOnlySpan<double> expertOccupancy, IReadOnlyList<int>? states = null)
    {
        states ??= [.. Enumerable.Range(0, task.Mdp.States).Where(s => !task.Mdp.IsTerminal(s))];
        var worth = Alignment(learner, learnerOccupancy, expertOccupancy);
        var program = new RewardProgramme(task, states, options.Largest, local.Value[^1], worth);
        var values = program.Solve();
        return new(values, [.. states], Informativeness.Of(task, values, horizons), task.Mdp.Actions);
    }

    /// <summary>Gradient of Σ μ*(s)·μ_L(s,a)·π_L(a|s)·(A*(s,a) − E_π A*)·(R(s,a) − E_π R) with respect to R. // (states·actions)</summary>
    internal double[] Alignment(ReadOnlySpan<double> learner, ReadOnlySpan<double> learnerOccupancy, ReadOnlySpan<double> expertOccupancy)
    {
        var actions = task.Mdp.Actions;
        var worth = new double[task.Mdp.States * actions];
        for (var s = 0; s < task.Mdp.States; s++)
        {
            double mean = 0, total = 0;
            for (var b = 0; b < actions; b++) mean += learner[s * actions + b] * (task.Q[s * actions + b] - task.V[s]);
            for (var a = 0; a < actions; a++)
            {
                var pair = s * actions + a;
                worth[pair] = expertOccupancy[s] * learnerOccupancy[pair] * learner[pair] * (task.Q[pair] - task.V[s] - mean);
                total += worth[pair];
            }

            for (var b = 0; b < actions; b++) worth[s * actions + b] -= total * learner[s * actions + b];
        }

        return worth;
    }
}
