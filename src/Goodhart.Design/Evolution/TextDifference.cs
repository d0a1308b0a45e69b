namespace Goodhart.Design.Evolution;

/// <summary>Merges two texts line by line along a longest common subsequence.</summary>
internal static class TextDifference
{
    /// <summary>Lines of both, removed ones before the added ones that take their place.</summary>
    public static IReadOnlyList<DifferenceLine> Of(string[] before, string[] after)
    {
        // common[i, j]: length of the longest common subsequence of before[i..] and after[j..].
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var (lines, a, b) = (new List<DifferenceLine>(), 0, 0);
        while (a < before.Length || b < after.Length)
        {
            if (a < before.Length && b < after.Length && before[a] == after[b])
            {
                lines.Add(new(LineChange.Kept, before[a++]));
                b++;
            }
            else if (b == after.Length || a < before.Length && common[a + 1, b] >= common[a, b + 1]) lines.Add(new(LineChange.Removed, before[a++]));
            else lines.Add(new(LineChange.Added, after[b++]));
        }

        return lines;
    }
}
