namespace Goodhart.Audit.Lint;

/// <summary>A sampled situation: the one a row starts from, or the one it arrives at.</summary>
internal readonly record struct Situation(int Row, bool Arrived);

/// <summary>Transitions that never happened, put together from situations that did, to ask a reward what it would pay for them.</summary>
internal static class Probe
{
    /// <summary>One transition per index, from <paramref name="before"/> by the action of row <paramref name="action"/> to <paramref name="after"/>; none of them ends the episode. The caller disposes it.</summary>
    public static Transitions Of(Transitions from, IReadOnlyList<Situation> before, IReadOnlyList<int> action, IReadOnlyList<Situation> after)
    {
        var to = new Transitions(from.Schema, before.Count);
        for (var f = 0; f < from.Schema.Observation.Count; f++)
        {
            Fill(from.Observation(f), from.Next(f), before, to.Observation(f));
            Fill(from.Observation(f), from.Next(f), after, to.Next(f));
        }

        for (var k = 0; k < from.Schema.Actions.Width; k++)
            for (var i = 0; i < action.Count; i++) to.Action(k)[i] = from.Action(k)[action[i]];
        to.Terminated.Clear();
        to.Truncated.Clear();
        if (from.Schema.States == 0) return to;
        Fill(from.State, from.NextState, before, to.State);
        Fill(from.State, from.NextState, after, to.NextState);
        return to;
    }

    /// <summary>The same transitions in another batch. The caller disposes it.</summary>
    public static Transitions Copy(Transitions from, IReadOnlyList<int> rows)
    {
        var to = Of(from, [.. rows.Select(r => new Situation(r, false))], rows, [.. rows.Select(r => new Situation(r, true))]);
        for (var i = 0; i < rows.Count; i++) (to.Terminated[i], to.Truncated[i]) = (from.Terminated[rows[i]], from.Truncated[rows[i]]);
        return to;
    }

    /// <summary>A row in words, as far as a message has room: "angle 0.1 rad → 0.2 rad by 'left'".</summary>
    public static string Describe(Transitions batch, int row)
    {
        var schema = batch.Schema;
        var fields = schema.Observation.Select((field, f) => (field, From: batch.Observation(f)[row], To: batch.Next(f)[row])).Take(8)
            .Select(x => $"{x.field.Name} {Say.Number(x.From)} → {Say.Number(x.To)}");
        var action = schema.Actions is ActionSpace.Discrete discrete ? $"'{discrete.Names[(int)batch.Action()[row]]}'"
            : string.Join(", ", Enumerable.Range(0, schema.Actions.Width).Select(k => batch.Action(k)[row].ToString("G3")));
        return $"{string.Join("; ", fields)} by {action}";
    }

    private static void Fill<T>(ReadOnlySpan<T> starts, ReadOnlySpan<T> ends, IReadOnlyList<Situation> which, Span<T> to)
    {
        for (var i = 0; i < which.Count; i++) to[i] = which[i].Arrived ? ends[which[i].Row] : starts[which[i].Row];
    }
}
