namespace Goodhart.Audit.Distances;

/// <summary>How a reward is brought into a form that no longer depends on what leaves the order of policies alone.</summary>
public enum Canon
{
    /// <summary>E R(s, a, S′) − V(s) + γ E V(S′), the advantage of one fixed policy: removes shaping and S′-redistribution. // (states·actions)</summary>
    Val,

    /// <summary>The equivalent reward of least weighted L2 norm: removes shaping and S′-redistribution. // (states·actions)</summary>
    Minimal,

    /// <summary>R(s, a, s′) − V(s) + γ V(s′): removes shaping only, so it bounds no regret where rewards depend on s′. // (entries)</summary>
    ValPotential,

    /// <summary>R itself, a baseline: nothing but scale is removed. // (entries)</summary>
    None,
}
