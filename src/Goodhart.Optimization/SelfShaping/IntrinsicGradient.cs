namespace Goodhart.Optimization.SelfShaping;

/// <summary>The update of SelfRS and ExploRS (Devidze, Kamalaruban, Singla 2022): how an intrinsic reward climbs towards what helped the true return.</summary>
public static class IntrinsicGradient
{
    /// <summary>
    /// row[b] += w·(1{b = a} − π(b|s)) with w = π(a|s)·(G − V(s)): the direction in φ(s, ·) in which one step of REINFORCE on φ itself improves the true return.
    /// </summary>
    /// <param name="policy">π(·|s) that drew the action. // (actions)</param>
    /// <param name="action">a.</param>
    /// <param name="advantage">G − V(s), of the true reward.</param>
    /// <param name="row">Gradient of φ(s, ·); it sums to 0. // (actions)</param>
    public static void Add(ReadOnlySpan<double> policy, int action, double advantage, Span<double> row)
    {
        Ensure.SameLength(row.Length, policy.Length);
        var weight = policy[action] * advantage;
        for (var b = 0; b < row.Length; b++) row[b] -= policy[b] * weight;
        row[action] += weight;
    }
}
