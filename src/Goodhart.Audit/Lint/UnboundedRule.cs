namespace Goodhart.Audit.Lint;

/// <summary>A quantity that the world does not bound, and a reward that grows with it for ever: a policy that drives it up has no reason to stop.</summary>
internal static class UnboundedRule
{
    public static IEnumerable<LintFinding> Find(LintSample sample)
    {
        var fields = sample.Steps.Schema.Observation;
        for (var f = 0; f < fields.Count; f++)
        {
            if (float.IsFinite(fields[f].Low) && float.IsFinite(fields[f].High)) continue;
            foreach (var (path, growth) in Growing(sample, f))
                yield return new("unbounded", LintSeverity.Warning, path, $"It grows without end with '{fields[f].Name}', which the world does not bound: at a hundred times the sampled values it pays {Say.Number(growth)}.",
                    "Clip it or squash it, or say in the schema what bounds the field has.");
        }
    }

    /// <summary>Parts whose largest score grows about in proportion when a field is ten and a hundred times as large.</summary>
    private static IEnumerable<(string Path, double Growth)> Growing(LintSample sample, int field)
    {
        var rows = sample.Draw(128);
        List<(string Path, double Top)>[] tops = [.. new[] { 1f, 10, 100 }.Select(factor => Tops(sample, rows, field, factor))];
        foreach (var (path, first) in tops[0])
        {
            double second = Top(tops[1], path), third = Top(tops[2], path);
            if (third > 20 * Math.Max(first, 1e-6) && third > 4 * second && second > 2 * Math.Max(first, 1e-6)) yield return (path, third);
        }
    }

    private static double Top(List<(string Path, double Top)> tops, string path) => tops.Find(t => t.Path == path).Top;

    private static List<(string, double)> Tops(LintSample sample, int[] rows, int field, float factor)
    {
        using var batch = Probe.Copy(sample.Steps, rows);
        for (var i = 0; i < batch.Count; i++)
        {
            batch.Observation(field)[i] *= factor;
            batch.Next(field)[i] *= factor;
        }

        try
        {
            // What costs without end is no temptation; only what pays is looked at.
            return [.. sample.Apart(batch).Where(sample.IsTerm).Select(p => (p.Path, (double)p.Scores.Max(s => s * Math.Sign(p.Weight))))];
        }
        catch (Exception outside) when (outside is not OperationCanceledException)
        {
            return [];   // the world never gets there, and a reward need not know what to do
        }
    }
}
