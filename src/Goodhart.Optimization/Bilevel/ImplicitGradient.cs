namespace Goodhart.Optimization.Bilevel;

/// <summary>How the policy that an inner algorithm ends with changes when its reward does, by the implicit function theorem.</summary>
/// <remarks>
/// BARFI (Gupta et al. 2023). On data D the inner algorithm stands still where Δ(θ) = E_D[Σ_t ψ(s_t, a_t) Σ_{j≥t} γ^{j−t} r_φ] − λθ = 0, with ψ = ∇ log π_θ.
/// There dθ/dφ = −H⁻¹A and dJ/dφ = −(dJ/dθ) H⁻¹ A. For a softmax table H is block diagonal, one block per state: −c_s·(diag π − ππᵀ) − λI with c_s the mean
/// return of the steps taken there, and the Sherman–Morrison formula inverts it exactly.
/// </remarks>
internal static class ImplicitGradient
{
    /// <summary>Δ(θ). // theta, policy, result: (states·actions), togo: (steps)</summary>
    public static void Inner(EpisodeData data, ReadOnlySpan<double> togo, ReadOnlySpan<double> theta, ReadOnlySpan<double> policy, int actions, double lambda, Span<double> result)
    {
        Scores(data, togo, policy, actions, result);
        for (var i = 0; i < result.Length; i++) result[i] -= lambda * theta[i];
    }

    /// <summary>E_D[Σ_t weight_t·ψ(s_t, a_t)], the mean over episodes. // weights: (steps), result: (states·actions)</summary>
    public static void Scores(EpisodeData data, ReadOnlySpan<double> weights, ReadOnlySpan<double> policy, int actions, Span<double> result)
    {
        result.Clear();
        for (var t = 0; t < data.Steps; t++)
        {
            var (state, action, _) = data[t];
            var weight = weights[t] / data.Count;
            for (var a = 0; a < actions; a++) result[state * actions + a] -= weight * policy[state * actions + a];
            result[state * actions + action] += weight;
        }
    }

    /// <summary>−H⁻¹v: solves (c_s·(diag π − ππᵀ) + λI)·x = v in every state; negative returns count as 0, or H would not be negative definite. // v, result: (states·actions)</summary>
    public static void Solve(EpisodeData data, ReadOnlySpan<double> togo, ReadOnlySpan<double> policy, int actions, double lambda, ReadOnlySpan<double> v, Span<double> result)
    {
        var curvature = new double[policy.Length / actions];
        for (var t = 0; t < data.Steps; t++) curvature[data[t].State] += Math.Max(0, togo[t]) / data.Count;
        for (var s = 0; s < curvature.Length; s++)
        {
            var (c, at) = (curvature[s], s * actions);
            double inner = 0, own = 0;   // πᵀD⁻¹v and πᵀD⁻¹π, with D = c·diag π + λI
            for (var a = at; a < at + actions; a++)
            {
                var d = c * policy[a] + lambda;
                inner += policy[a] * v[a] / d;
                own += policy[a] * policy[a] / d;
            }

            for (var a = at; a < at + actions; a++) result[a] = (v[a] + policy[a] * c * inner / (1 - c * own)) / (c * policy[a] + lambda);
        }
    }

    /// <summary>xᵀ·E_D[Σ_t ψ(s_t, a_t)·weight_t]: one column of xᵀA, where the weights are a feature's return to go. // x, policy: (states·actions), weights: (steps)</summary>
    public static double Along(EpisodeData data, ReadOnlySpan<double> weights, ReadOnlySpan<double> policy, int actions, ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var t = 0; t < data.Steps; t++)
        {
            var (state, action, _) = data[t];
            var score = x[state * actions + action];
            for (var a = 0; a < actions; a++) score -= policy[state * actions + a] * x[state * actions + a];
            sum += weights[t] * score / data.Count;
        }

        return sum;
    }

    /// <summary>Largest Rayleigh quotient xᵀHx/xᵀx over the directions e_a − e_b of each state: above −λ, the clamp of negative returns is at work.</summary>
    public static double Steepest(EpisodeData data, ReadOnlySpan<double> togo, ReadOnlySpan<double> policy, int actions, double lambda)
    {
        var curvature = new double[policy.Length / actions];
        for (var t = 0; t < data.Steps; t++) curvature[data[t].State] += togo[t] / data.Count;
        var worst = -lambda;
        for (var s = 0; s < curvature.Length; s++)
            for (var a = 0; a < actions; a++)
                for (var b = 0; b < a; b++)
                {
                    double p = policy[s * actions + a], q = policy[s * actions + b];
                    worst = Math.Max(worst, -curvature[s] * (p + q - (p - q) * (p - q)) / 2 - lambda);
                }

        return worst;
    }
}
