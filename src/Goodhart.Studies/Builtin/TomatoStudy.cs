using Goodhart.Audit;
using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds.Tabular;
using Goodhart.Worlds.Tomato;

namespace Goodhart.Studies;

/// <summary>
/// Tomato watering: the proxy counts wet tomatoes as the agent sees them, and with a bucket over its head it sees nothing else. From the base policy's
/// point of view the proxy is nearly perfect (r = 0.99), and its optimum is a hack all the same.
/// </summary>
public static class TomatoStudy
{
    /// <param name="level">The map; level 4 is the paper's.</param>
    public static Study Create(TomatoLevel? level = null)
    {
        level ??= TomatoLevel.Paper;
        var tomato = TomatoMdp.Build(level);
        var process = tomato.Mdp;
        const double gamma = 0.99;
        var wanted = process.Expect(process.Tabulate(tomato.True));
        return new()
        {
            Name = "tomato",
            Asked = "A robot is to keep tomatoes wet. It is rewarded for the tomatoes it sees as wet, and in the bucket it sees nothing but water. "
                + "Starting from a decent policy, how far can the visible reward be optimised before the tomatoes dry?",
            World = count => TomatoWorld.Create(tomato, level, count),
            Process = process,
            Grid = (title, occupancy, caption) => GridMap.Of(title, tomato.Grid, [.. occupancy], caption,
                ('t', GridSymbol.Plant, "tomato"), ('O', GridSymbol.Bucket, "bucket"), ('A', GridSymbol.Start, "start")),
            Proxy = tomato.Proxy,
            Truth = HeldOut<Transitions>.Of(tomato.True),
            Base = Policies.Mix(Solve.Softmax(process, Solve.Optimal(process, wanted, gamma).Q, 0.1), Policies.Uniform(process), 0.1),
            BaseName = "0.9 · softmax(Q of the true reward / 0.1) + 0.1 · uniform",
            Gamma = gamma,
            Arms = Arms,
        };
    }

    private static IReadOnlyList<Arm> Arms =>
    [
        new Arm.Exact("proxy alone"),
        new Arm.Exact("action KL", Hold.ActionKl, 1.2, [20, 10, 5, 2, 1.5, 1.2, 1, 0.9, 0.8, 0.5]),
        new Arm.Exact("√χ² occupancy", Hold.OccupancySqrtChiSquared, null, [0.05, 0.02, 0.01, 0.005, 0.0025, 0.002, 0.001]),
        new Arm.Exact("√χ² occupancy, too weak", Hold.OccupancySqrtChiSquared, 0.001),
        new Arm.Sampled("PPO, proxy alone", Training: Training),
        new Arm.Sampled("PPO, √χ² occupancy", Hold.OccupancySqrtChiSquared, Training: Training, Occupancy: Occupancy),
    ];

    /// <summary>Step size and λ of "Correlated Proxies" for this world; with less entropy or a wider clip some seeds never find the bucket.</summary>
    public static PolicyGradientOptions Training { get; } = new(Steps: 100, Minibatch: 512, LearningRate: 1e-3, Lambda: 0.98, Clip: 0.1, EntropyWeight: 0.1);

    /// <summary>Clip and passes of that paper for this world; half of its discriminator's width is enough for 35 bits of observation, a quarter is not.</summary>
    public static OccupancyOptions Occupancy { get; } = new(Clip: 1000, Epochs: 8, Ratio: new(new(128, 2, Activation.LeakyRelu), Minibatch: 512));
}
