using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>A reward on every (s, a, s′), possible or not, at (s·actions + a)·states + s′.</summary>
internal static class AllTriples
{
    private const int Most = 1 << 25;

    /// <summary>From a table over the entries, which must hold every triple from states that are not terminal.</summary>
    public static double[] Of(TabularMdp mdp, ReadOnlySpan<double> entries)
    {
        Ensure.SameLength(entries.Length, mdp.Entries);
        var triples = new double[Count(mdp)];
        Array.Fill(triples, double.NaN);
        for (var pair = 0; pair < mdp.States * mdp.Actions; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++) triples[pair * mdp.States + mdp.Next[k]] = entries[k];
        for (var s = 0; s < mdp.States; s++)
            if (mdp.IsTerminal(s)) triples.AsSpan(s * mdp.Actions * mdp.States, mdp.Actions * mdp.States).Clear();
        var missing = Array.FindIndex(triples, double.IsNaN);
        if (missing >= 0)
            throw new ArgumentException(
                $"EPIC and DARD also score impossible transitions, but the table has no R(s={missing / mdp.States / mdp.Actions}, a={missing / mdp.States % mdp.Actions}, "
                + $"s'={missing % mdp.States}). Pass the reward itself, or use STARC, which needs only what can happen.", nameof(entries));
        return triples;
    }

    /// <summary>By scoring every triple, one state at a time.</summary>
    public static double[] Of(TabularMdp mdp, IReward<Transitions> reward)
    {
        var (triples, block) = (new double[Count(mdp)], mdp.Actions * mdp.States);
        var scores = new float[block];
        using var batch = new Transitions(mdp.Schema, block);
        var fields = new float[mdp.Schema.Observation.Count];
        for (var i = 0; i < block; i++) Arrive(mdp, batch, i, fields);
        for (var s = 0; s < mdp.States; s++)
        {
            batch.State.Fill(s);
            mdp.Observe(s, fields);
            for (var f = 0; f < fields.Length; f++) batch.Observation(f).Fill(fields[f]);
            reward.Evaluate(batch, scores);
            for (var i = 0; i < block; i++) triples[s * block + i] = scores[i];
        }

        return triples;
    }

    private static void Arrive(TabularMdp mdp, Transitions batch, int row, float[] fields)
    {
        (batch.NextState[row], batch.Action()[row]) = (row % mdp.States, row / mdp.States);
        (batch.Terminated[row], batch.Truncated[row]) = (mdp.IsTerminal(row % mdp.States), false);
        mdp.Observe(row % mdp.States, fields);
        for (var f = 0; f < fields.Length; f++) batch.Next(f)[row] = fields[f];
    }

    private static int Count(TabularMdp mdp)
    {
        var count = (long)mdp.States * mdp.Actions * mdp.States;
        return count <= Most ? (int)count
            : throw new ArgumentException(
                $"EPIC and DARD score all {mdp.States} × {mdp.Actions} × {mdp.States} = {count} triples, more than {Most}. Use STARC or SampledEpic.");
    }
}
