using Goodhart.Worlds.Tabular;

namespace Goodhart.Audit.Distances;

/// <summary>The canonical forms of EPIC (Gleave et al., 2021) and DARD (Wulfe et al., 2022) over all triples (s, a, s′).</summary>
/// <remarks>
/// EPIC: R(s, a, s′) + E[γ R(s′, A, S′) − R(s, A, S′) − γ R(S, A, S′)], S, A, S′ independent and uniform.
/// DARD: R(s, a, s′) + E[γ R(s′, A, S″) − R(s, A, S′) − γ R(S′, A, S″)], S′ ~ T(s, ·), S″ ~ T(s′, ·) under uniform actions; in the last term the three
/// variables are independent of each other. Tables are at (s·actions + a)·states + s′.
/// </remarks>
internal static class Pearsonised
{
    public static double[] Epic(TabularMdp mdp, double[] triples, double gamma)
    {
        var (states, block) = (mdp.States, mdp.Actions * mdp.States);
        var (mean, all) = (new double[states], 0.0);
        for (var s = 0; s < states; s++)
        {
            foreach (var value in triples.AsSpan(s * block, block)) mean[s] += value / block;
            all += mean[s] / states;
        }

        var canonical = new double[triples.Length];
        for (var i = 0; i < triples.Length; i++) canonical[i] = triples[i] + gamma * mean[i % states] - mean[i / block] - gamma * all;
        return canonical;
    }

    public static double[] Dard(TabularMdp mdp, double[] triples, double gamma)
    {
        var (states, block) = (mdp.States, mdp.Actions * mdp.States);
        var mean = Mean(mdp, triples);
        var chain = UniformChain(mdp);
        var across = Across(mdp, triples, chain);
        var canonical = new double[triples.Length];
        for (var i = 0; i < triples.Length; i++)
            canonical[i] = triples[i] + gamma * mean[i % states] - mean[i / block] - gamma * across[i / block * states + i % states];
        return canonical;
    }

    /// <summary>E R(s, A, S′), A uniform, S′ ~ T(s, A); 0 in terminal states. // (states)</summary>
    private static double[] Mean(TabularMdp mdp, double[] triples)
    {
        var mean = new double[mdp.States];
        for (var pair = 0; pair < mdp.States * mdp.Actions; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
                mean[pair / mdp.Actions] += mdp.Probability[k] * triples[pair * mdp.States + mdp.Next[k]] / mdp.Actions;
        return mean;
    }

    /// <summary>P(s′|s) under uniform actions. // (states × states)</summary>
    private static double[] UniformChain(TabularMdp mdp)
    {
        var chain = new double[mdp.States * mdp.States];
        for (var pair = 0; pair < mdp.States * mdp.Actions; pair++)
            for (var k = mdp.Start[pair]; k < mdp.Start[pair + 1]; k++)
                chain[pair / mdp.Actions * mdp.States + mdp.Next[k]] += mdp.Probability[k] / mdp.Actions;
        return chain;
    }

    /// <summary>E R(S′, A, S″) for every (s, s′) = P R̄ Pᵀ. // (states × states)</summary>
    private static double[] Across(TabularMdp mdp, double[] triples, double[] chain)
    {
        var n = mdp.States;
        var averaged = new double[n * n];
        for (var i = 0; i < triples.Length; i++) averaged[i / (mdp.Actions * n) * n + i % n] += triples[i] / mdp.Actions;
        double[] left = new double[n * n], result = new double[n * n];
        for (var s = 0; s < n; s++)
            for (var u = 0; u < n; u++)
                for (var w = 0; chain[s * n + u] != 0 && w < n; w++) left[s * n + w] += chain[s * n + u] * averaged[u * n + w];
        for (var s = 0; s < n; s++)
            for (var t = 0; t < n; t++)
                for (var w = 0; w < n; w++) result[s * n + t] += left[s * n + w] * chain[t * n + w];
        return result;
    }
}
