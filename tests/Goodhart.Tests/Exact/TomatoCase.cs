using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Tests;

/// <summary>Level 4 without horizon at γ = .99, with a base policy of a given temperature and what the theory says about it.</summary>
internal sealed class TomatoCase
{
    public const double Gamma = 0.99;

    public TomatoCase(double temperature = 0.1)
    {
        Mdp = Tomato.Mdp;
        (True, Proxy) = (Mdp.Expect(Mdp.Tabulate(Tomato.True)), Mdp.Expect(Mdp.Tabulate(Tomato.Proxy)));
        Base = Policies.Mix(Solve.Softmax(Mdp, Solve.Optimal(Mdp, True, Gamma).Q, temperature), Policies.Uniform(Mdp), 0.1);
        Reference = Solve.Occupancy(Mdp, Base, Gamma);
        (R, SigmaTrue, SigmaProxy) = Moments(Reference);
    }

    public TomatoMdp Tomato { get; } = TomatoMdp.Build(TomatoLevel.Paper);

    public TabularMdp Mdp { get; }

    public double[] True { get; }

    public double[] Proxy { get; }

    public TabularPolicy Base { get; }

    public double[] Reference { get; }

    public double R { get; }

    public double SigmaTrue { get; }

    public double SigmaProxy { get; }

    public double Lambda => SigmaProxy * Math.Sqrt(1 - R * R);

    public (double True, double Proxy) Returns(TabularPolicy policy) => Returns(Solve.Occupancy(Mdp, policy, Gamma));

    public (double True, double Proxy) Returns(double[] occupancy) => (Solve.Return(occupancy, True), Solve.Return(occupancy, Proxy));

    public double Bound(double proxy, double chiSquared)
    {
        var (baseTrue, baseProxy) = Returns(Reference);
        return baseTrue + SigmaTrue / R * ((proxy - baseProxy) / SigmaProxy - Math.Sqrt((1 - R * R) * chiSquared));
    }

    private (double R, double SigmaTrue, double SigmaProxy) Moments(double[] weights)
    {
        var (t, p) = Returns(weights);
        double tt = 0, pp = 0, tp = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            tt += weights[i] * (True[i] - t) * (True[i] - t);
            pp += weights[i] * (Proxy[i] - p) * (Proxy[i] - p);
            tp += weights[i] * (True[i] - t) * (Proxy[i] - p);
        }

        return (tp / Math.Sqrt(tt * pp), Math.Sqrt(tt), Math.Sqrt(pp));
    }
}
