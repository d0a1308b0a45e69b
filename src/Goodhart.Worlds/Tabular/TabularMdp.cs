namespace Goodhart.Worlds.Tabular;

/// <summary>Writes the observation of a state. // fields: (observation fields)</summary>
public delegate void Describe(int state, Span<float> fields);

/// <summary>A finite Markov decision process with sparse transitions, compressed by rows: entry k of pair (s, a) leads to <see cref="Next"/>[k].</summary>
/// <remarks>
/// Pair p = s·<see cref="Actions"/> + a owns entries <see cref="Start"/>[p] … <see cref="Start"/>[p + 1] − 1. A terminal state has no entries;
/// nothing is earned after it. The process holds no reward: <see cref="Tabulate"/> turns any reward on transitions into a table over the entries.
/// </remarks>
public sealed class TabularMdp
{
    private readonly Describe? describe;

    /// <param name="schema">Names; its <see cref="Schema.States"/> is the number of states, its actions are discrete.</param>
    /// <param name="start">First entry of each pair, and the number of entries at the end. // (states·actions + 1)</param>
    /// <param name="next">State each entry leads to. // (entries)</param>
    /// <param name="probability">Probability of each entry; sums to 1 over a pair. // (entries)</param>
    /// <param name="initial">Probability of starting in each state. // (states)</param>
    /// <param name="describe">Observation of a state; null when the schema has no fields.</param>
    /// <exception cref="ArgumentException">Lengths or probabilities do not fit together.</exception>
    public TabularMdp(Schema schema, int[] start, int[] next, double[] probability, double[] initial, Describe? describe = null)
    {
        Schema = schema;
        Actions = schema.Actions is ActionSpace.Discrete discrete ? discrete.Count
            : throw new ArgumentException("A tabular process needs discrete actions.", nameof(schema));
        States = Ensure.Positive(schema.States);
        Ensure.SameLength(start.Length, States * Actions + 1);
        Ensure.SameLength(next.Length, start[^1]);
        Ensure.SameLength(probability.Length, start[^1]);
        Ensure.SameLength(initial.Length, States);
        (Start, Next, Probability, Initial, this.describe) = (start, next, probability, initial, describe);
        Check();
    }

    public Schema Schema { get; }

    public int States { get; }

    public int Actions { get; }

    /// <summary>First entry of each pair. // (states·actions + 1)</summary>
    public int[] Start { get; }

    /// <summary>State each entry leads to. // (entries)</summary>
    public int[] Next { get; }

    /// <summary>Probability of each entry. // (entries)</summary>
    public double[] Probability { get; }

    /// <summary>Probability of starting in each state. // (states)</summary>
    public double[] Initial { get; }

    /// <summary>Number of (s, a, s′) entries.</summary>
    public int Entries => Next.Length;

    /// <summary>Whether nothing follows a state.</summary>
    public bool IsTerminal(int state) => Start[state * Actions] == Start[(state + 1) * Actions];

    /// <summary>Writes the observation of a state. // fields: (observation fields)</summary>
    public void Observe(int state, Span<float> fields) => describe?.Invoke(state, fields);

    /// <summary>R(s, a, s′) of every entry, by scoring all entries as one batch. // (entries)</summary>
    /// <exception cref="ArgumentException">The reward remembers the episode, so no table holds it.</exception>
    public double[] Tabulate(IReward<Transitions> reward)
    {
        if (reward.IsEpisodic) throw new ArgumentException($"Reward '{reward.Name}' remembers the episode: it is no function of (s, a, s′), so it has no table.", nameof(reward));
        using var batch = AllTransitions();
        var scores = new float[Entries];
        reward.Evaluate(batch, scores);
        return Array.ConvertAll(scores, score => (double)score);
    }

    /// <summary>E[R | s, a] of a table over entries. // (states·actions)</summary>
    public double[] Expect(ReadOnlySpan<double> entries)
    {
        Ensure.SameLength(entries.Length, Entries);
        var expected = new double[States * Actions];
        for (var pair = 0; pair < expected.Length; pair++)
            for (var k = Start[pair]; k < Start[pair + 1]; k++) expected[pair] += Probability[k] * entries[k];
        return expected;
    }

    /// <summary>Every (s, a, s′) entry as a batch, in entry order; the caller disposes it.</summary>
    public Transitions AllTransitions()
    {
        var batch = new Transitions(Schema, Entries);
        var fields = new float[Schema.Observation.Count];
        for (var pair = 0; pair < States * Actions; pair++)
            for (var k = Start[pair]; k < Start[pair + 1]; k++)
            {
                (batch.State[k], batch.NextState[k], batch.Action()[k]) = (pair / Actions, Next[k], pair % Actions);
                batch.Terminated[k] = IsTerminal(Next[k]);
                batch.Truncated[k] = false;
                Observe(pair / Actions, fields);
                for (var f = 0; f < fields.Length; f++) batch.Observation(f)[k] = fields[f];
                Observe(Next[k], fields);
                for (var f = 0; f < fields.Length; f++) batch.Next(f)[k] = fields[f];
            }

        return batch;
    }

    private void Check()
    {
        for (var pair = 0; pair < States * Actions; pair++)
        {
            if (Start[pair] == Start[pair + 1]) continue;
            var sum = 0.0;
            for (var k = Start[pair]; k < Start[pair + 1]; k++) sum += Probability[k];
            if (Math.Abs(sum - 1) > 1e-9)
                throw new ArgumentException($"Transitions of state {pair / Actions}, action {pair % Actions} sum to {sum}, expected 1.");
        }

        if (Math.Abs(Initial.Sum() - 1) > 1e-9) throw new ArgumentException($"Initial probabilities sum to {Initial.Sum()}, expected 1.");
    }
}
