namespace Goodhart.Design;

/// <summary>The linear program behind designed rewards: variables R(z, b) + R_max ≥ 0 on a set of states, and what the objective needs beside them.</summary>
internal sealed class RewardProgramme
{
    private const double Slack = 1e-7;   // of equalities between equally good actions, which hold under R̄ only up to rounding

    private readonly TeachingTask task;
    private readonly IReadOnlyList<int> states;
    private readonly double largest;
    private readonly DualSimplex simplex;
    private readonly int columns, rewards, actions;
    private readonly List<int> culprits = [];
    private readonly double[] full, row;

    /// <summary>Minimises what horizons lack: a variable t ≥ 0 for every (horizon, state), and Σ|R| where it has a weight.</summary>
    public RewardProgramme(TeachingTask task, IReadOnlyList<int> states, double largest, LocalAdvantage endless, int gaps, double sparsity)
        : this(task, states, largest, endless, gaps + (sparsity > 0 ? states.Count * task.Mdp.Actions : 0), (cost, rewards) =>
        {
            cost.AsSpan(rewards, gaps).Fill(1.0 / gaps);
            cost.AsSpan(rewards + gaps).Fill(sparsity);
        })
    {
        if (sparsity <= 0) return;
        for (var j = 0; j < rewards; j++)   // |R| ≤ u, from both sides
            foreach (var sign in new[] { 1.0, -1.0 })
            {
                Array.Clear(row);
                (row[j], row[rewards + gaps + j]) = (sign, -1);
                Add(row, sign * this.largest, states[j / actions]);
            }
    }

    /// <summary>Maximises Σ worth·R.</summary>
    public RewardProgramme(TeachingTask task, IReadOnlyList<int> states, double largest, LocalAdvantage endless, double[] worth)
        : this(task, states, largest, endless, 0, (cost, _) =>
        {
            for (var j = 0; j < cost.Length; j++) cost[j] = -worth[states[j / task.Mdp.Actions] * task.Mdp.Actions + j % task.Mdp.Actions];
        })
    {
    }

    private RewardProgramme(TeachingTask task, IReadOnlyList<int> states, double largest, LocalAdvantage endless, int more, Action<double[], int> price)
    {
        (this.task, this.states, this.largest, actions) = (task, states, Ensure.Positive(largest), task.Mdp.Actions);
        foreach (var state in states) Ensure.InRange(state, 0, task.Mdp.States - 1, nameof(states));
        rewards = states.Count * actions;
        columns = rewards + more;
        double[] cost = new double[columns], upper = new double[columns];
        upper.AsSpan(0, rewards).Fill(2 * largest);
        upper.AsSpan(rewards).Fill(double.PositiveInfinity);
        price(cost, rewards);
        simplex = new(cost, upper);
        (full, row) = (new double[task.Mdp.States * actions], new double[columns]);
        for (var s = 0; s < task.Mdp.States; s++)
            for (var a = 0; a < actions && !task.Mdp.IsTerminal(s); a++)
            {
                if (a == task.Target[s]) continue;
                var tied = task.IsTied(s, a);
                Require(endless, s, a, task.IsWorse(s, a) ? task.Gap[s] : tied ? -Slack : 0);
                if (tied) Forbid(endless, s, a);
            }
    }

    /// <summary>t ≥ δ(s) − A_H(s, a) for the gap variable of (H, s).</summary>
    public void Show(LocalAdvantage local, int state, int action, int gap)
    {
        var b = Coefficients(local, state, action) - task.Gap[state];
        row[rewards + gap] = -1;
        Add(row, b, state);
    }

    /// <summary>R(s, a), 0 outside the set. // (states·actions)</summary>
    public double[] Solve()
    {
        var solution = simplex.Solve(out var culprit);
        if (solution is null)
            throw new InvalidOperationException($"No reward within ±{largest} on states {string.Join(", ", states)} keeps what is best"
                + (culprit >= 0 ? $": state {culprits[culprit]} cannot be given its gap {task.Gap[culprits[culprit]]:G4}" : "") + $". Try R_max = {2 * largest}, or more states.");
        var values = new double[task.Mdp.States * actions];
        for (var j = 0; j < rewards; j++) values[states[j / actions] * actions + j % actions] = Math.Round(solution[j] - largest, 8);
        return values;
    }

    /// <summary>A_∞(s, a) ≥ gap.</summary>
    private void Require(LocalAdvantage endless, int state, int action, double gap) => Add(row, Coefficients(endless, state, action) - gap, state);

    /// <summary>A_∞(s, a) ≤ slack: with the other side, what is equally good stays so, whichever optimal policy is followed.</summary>
    private void Forbid(LocalAdvantage endless, int state, int action)
    {
        var b = Slack - Coefficients(endless, state, action);
        for (var j = 0; j < rewards; j++) row[j] = -row[j];
        Add(row, b, state);
    }

    /// <summary>Fills the row with −A's coefficients over x = R + R_max and returns what R_max adds on the right.</summary>
    private double Coefficients(LocalAdvantage local, int state, int action)
    {
        local.Row(state, action, full);
        Array.Clear(row);
        var shift = 0.0;
        for (var j = 0; j < rewards; j++)
        {
            var value = full[states[j / actions] * actions + j % actions];
            row[j] = -value;
            shift -= value * largest;   // −A(x − R_max) ≤ −gap
        }

        return shift;
    }

    private void Add(double[] coefficients, double b, int state)
    {
        simplex.AtMost(coefficients, b);
        culprits.Add(state);
    }
}
