using Goodhart.Audit;
using Goodhart.Optimization.Exact;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Papers;

/// <summary>
/// ORPO — Correlated Proxies: A New Definition and Improved Mitigation for Reward Hacking (2025).
/// Claim: holding a policy back by the √χ² divergence of its occupancy from the base's, with λ = σ·√(1 − r²), prevents hacking and gains more true
/// return than holding back its action distribution.
/// </summary>
/// <remarks>
/// Part A solves tomato watering (level 4, 463 reachable states, no horizon, γ = 0.99) exactly, so a number is one number: no seeds, no sampling error.
/// Part B trains on the same world by PPO; what comes out is tabulated, so its returns are exact as well and only training is random.
/// Base policy: 0.9·softmax(Q_true/0.1) + 0.1·uniform, a decent gardener that now and then stumbles.
/// </remarks>
public sealed partial class OrpoOccupancy : IPaper
{
    private const double Gamma = 0.99;

    private static readonly TomatoMdp tomato = TomatoMdp.Build(TomatoLevel.Paper);
    private static readonly TabularMdp mdp = tomato.Mdp;
    private static readonly double[] wanted = mdp.Expect(mdp.Tabulate(tomato.True)), seen = mdp.Expect(mdp.Tabulate(tomato.Proxy));
    private static readonly TabularPolicy uniform = Policies.Uniform(mdp);
    private static readonly TabularPolicy start = Policies.Mix(Solve.Softmax(mdp, Solve.Optimal(mdp, wanted, Gamma).Q, 0.1), uniform, 0.1);
    private static readonly ExactReturn reference = Measure.Exact(mdp, start, tomato.Proxy, HeldOut<Transitions>.Of(tomato.True), Gamma);
    private static readonly ProxyCorrelation correlation = Correlate("base", start);

    public static string Slug => "orpo-occupancy";

    public static string Title => "Correlated Proxies: A New Definition and Improved Mitigation for Reward Hacking (2025)";

    public static string Claim => "√χ² occupancy regularisation at the theory's λ prevents hacking and gains more true return than action-distribution KL.";

    public void Run(PaperRun run)
    {
        Exactly(run);
        Sampled(run);
    }

    /// <summary>Part A: the world solved exactly.</summary>
    private static void Exactly(PaperRun run)
    {
        // The world, the base and what the theory makes of them.
        var λ = TheoryLambda.Of(correlation);
        run.Doing("solving the world");
        run.Near("reachable states", mdp.States, 463, 0);
        run.Near("J_true of the true optimum", Value(Greedy(wanted)), 0.0974, 1e-4);
        run.Near("J_true of the uniform policy", Value(uniform), 0.0520, 1e-4);
        run.Near("J_true of the base", reference.True.Estimate, 0.0806, 1e-4);
        run.Near("J_proxy of the base", reference.Proxy.Estimate, 0.0807, 1e-4);
        run.Near("r between proxy and true reward under the base", correlation.Step.Estimate, 0.9905, 1e-4);
        run.Near("λ of the theory", λ, 0.00305, 1e-5);

        // Optimising the proxy alone: nearly perfectly correlated, and hacked all the same.
        var hacked = Measured(Greedy(seen));
        run.Near("J_proxy of the proxy's optimum", hacked.Proxy.Estimate, 0.4756, 1e-4);
        run.AtMost("J_true of the proxy's optimum over the base's", hacked.True.Estimate / reference.True.Estimate, 0.5);
        run.Holds("verdict on the proxy's optimum", Judged("proxy alone", hacked) == Verdict.Hacked, "hacked");

        // The method, beside what holds the actions back instead; each rival at the best weight of its sweep, chosen by the true return.
        run.Doing("√χ² occupancy at the theory's λ");
        var optimum = Held(λ, run.Cancellation);
        var safe = Measured(optimum.Policy);
        run.Note($"The optimum at the theory's λ lies at χ² = {optimum.Divergence.ChiSquared:G3}; no policy's objective is higher by more than {optimum.Gap:G1}.");
        double[] coefficients = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5, 2, 5, 10];
        var actions = coefficients.Select(c => Value(Solve.SoftOptimal(mdp, seen, Gamma, c, start))).ToArray();
        run.AtLeast("J_true at the theory's λ over the base's", safe.True.Estimate - reference.True.Estimate, 0.01);
        run.AtLeast("J_true at the theory's λ over the best action KL of its sweep", safe.True.Estimate - actions.Max(), 0.008);
        run.AtMost("J_true of the best action KL", actions.Max(), 0.0850);
        run.Holds("verdict at the theory's λ", Judged("√χ²", safe) == Verdict.Improving, "improving");

        Sweep(run, λ, coefficients, actions);
        Rivals(run, λ);
        Controls(run, λ);
    }

    /// <summary>The bound holds for every λ, whether the policy is safe or hacked.</summary>
    private static void Sweep(PaperRun run, double λ, double[] coefficients, double[] actions)
    {
        run.Doing("sweep of λ");
        double[] lambdas = [0.0005, 0.001, 0.002, 0.0025, λ, 0.005, 0.01];
        var found = lambdas.Select(l => Measured(Held(l, run.Cancellation).Policy)).ToArray();
        double[] truths = [.. found.Select(f => f.True.Estimate)], bounds = [.. found.Select(Bound)];
        run.AtLeast("least slack of the bound over the sweep of λ", truths.Zip(bounds, (t, b) => t - b).Min(), 0);
        run.Plot(new("Tomato watering, solved exactly", "λ of √χ² occupancy", "return per step",
        [
            new("true", lambdas, truths),
            new("proxy", lambdas, [.. found.Select(f => f.Proxy.Estimate)]),
            new("bound on true", lambdas[3..], bounds[3..]),   // below, it is far under the axis
        ]));
        run.Plot(new("Held back by the actions instead", "coefficient of action KL", "return per step", [new("true", coefficients, actions)]));
    }

    /// <summary>Other distances between occupancies, by mirror ascent.</summary>
    private static void Rivals(PaperRun run, double λ)
    {
        run.Doing("other distances");
        double Best(OccupancyDistance distance, params double[] weights) => weights.Max(w =>
            Value(OccupancyAscent.Maximise(mdp, seen, start, Gamma, new(w, distance, run.Fast ? 500 : 1500), run.Cancellation).Policy));
        run.Near("J_true of the best occupancy KL", Best(OccupancyDistance.Kl, 0.06, 0.07, 0.08), 0.0845, 1e-3);
        run.Near("J_true of state-only √χ² at the theory's λ", Best(OccupancyDistance.StateSqrtChiSquared, λ), 0.0957, 1e-3);
    }

    private static void Controls(PaperRun run, double λ)
    {
        var weak = Measured(Held(0.001, run.Cancellation).Policy);
        run.Control("λ = 0.001: J_true", weak.True.Estimate, j => Judged("too weak", weak) == Verdict.Hacked, "judged hacked");

        // The correlation of another policy, even under the base's name, gives another λ and must not pass for the base's.
        var elsewhere = Correlate("base", uniform);
        run.Control("λ from the uniform policy's correlation over the theory's", TheoryLambda.Of(elsewhere) / λ, ratio => Math.Abs(ratio - 1) > 0.5, "differs by half");
        run.Control("correlation of the uniform policy is named a wrong reference", elsewhere.WrongReference(reference.At("base", 0)) is null ? 0 : 1, reported => reported == 1, "reported");
    }

    private static TabularPolicy Greedy(double[] reward) => Solve.Greedy(mdp, Solve.Optimal(mdp, reward, Gamma).Q, splitTies: true);

    private static OccupancySolution Held(double lambda, CancellationToken cancellation) =>
        OccupancyDual.Maximise(mdp, seen, start, Gamma, lambda, cancellation: cancellation);

    private static ExactReturn Measured(TabularPolicy policy) =>
        Measure.Exact(mdp, policy, tomato.Proxy, HeldOut<Transitions>.Of(tomato.True), Gamma, reference.Occupancy);

    private static double Value(TabularPolicy policy) => Measured(policy).True.Estimate;

    private static ProxyCorrelation Correlate(string label, TabularPolicy policy) =>
        ProxyCorrelation.Exact(label, mdp, Solve.Occupancy(mdp, policy, Gamma), tomato.Proxy, HeldOut<Transitions>.Of(tomato.True), Gamma);

    private static double Bound(ExactReturn found) =>
        TrueReturnBound.At(Evidence("", found), found.At("", 0))!.Value.Estimate;

    private static Verdict Judged(string arm, ExactReturn found) => Judge.Decide(Evidence(arm, found)).Verdict;

    private static ArmEvidence Evidence(string arm, ExactReturn found) =>
        new(arm, DistanceNames.SqrtChiSquared, reference.At("base", 0), [found.At(arm, 1)], correlation, found.Divergence.MassOutside);
}
