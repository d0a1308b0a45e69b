using Goodhart.Audit;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Studies;

/// <summary>A question about a proxy: one world, the reward that is optimised, the reward that is wanted, a base policy, and several ways of optimising.</summary>
/// <remarks>The held-out reward reaches the audit only; arms are given the proxy and, through λ, one number measured under the base policy.</remarks>
public sealed record Study
{
    /// <summary>Short name; run folders carry it.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked, in a sentence or two, for the report.</summary>
    public string Asked { get; init; } = "";

    /// <summary>Makes the world with so many copies.</summary>
    public required Func<int, IWorld> World { get; init; }

    /// <summary>What the arms optimise.</summary>
    public required IReward<Transitions> Proxy { get; init; }

    /// <summary>What was wanted; scored by the audit alone.</summary>
    public required HeldOut<Transitions> Truth { get; init; }

    /// <summary>The policy every arm is compared with and held to.</summary>
    public required IPolicy Base { get; init; }

    /// <summary>What the base policy is, in words.</summary>
    public string BaseName { get; init; } = "base";

    public required IReadOnlyList<Arm> Arms { get; init; }

    /// <summary>The same world as a finite process: exact arms need it, and distances become exact with it.</summary>
    public TabularMdp? Process { get; init; }

    /// <summary>The grid to draw occupancies on, for grid worlds.</summary>
    public GridOf? Grid { get; init; }

    /// <summary>Discount γ of exact returns and of training, in (0, 1).</summary>
    public double Gamma { get; init; } = 0.99;

    /// <summary>Episodes each checkpoint is measured on.</summary>
    public int Episodes { get; init; } = 256;

    /// <summary>Checkpoints of a sampled arm that are measured, the last included.</summary>
    public int Checkpoints { get; init; } = 12;

    /// <summary>Repetitions of every sampled arm.</summary>
    public int Seeds { get; init; } = 3;

    public ulong Seed { get; init; } = 1;

    /// <summary>Sampled runs at once; each uses one thread.</summary>
    public int Parallel { get; init; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>The command that makes the report again.</summary>
    public string Command { get; init; } = "";

    /// <summary>When a change counts.</summary>
    public JudgeOptions Judging { get; init; } = new();

    /// <exception cref="ArgumentException">Something does not fit together; the message names it.</exception>
    internal void Check()
    {
        if (Arms.Count == 0) throw new ArgumentException("A study needs at least one arm.");
        if (Arms.GroupBy(a => a.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new ArgumentException($"Two arms are called '{twice.Key}'.");
        if (Arms.OfType<Arm.Exact>().FirstOrDefault() is { } exact && (Process is null || Base is not TabularPolicy))
            throw new ArgumentException($"Arm '{exact.Name}' is exact: it needs a tabular world and a tabular base policy.");
        Ensure.InRange(Gamma, 0, 1);
        Ensure.Positive(Episodes);
        Ensure.Positive(Checkpoints);
        Ensure.Positive(Seeds);
        Ensure.Positive(Parallel);
    }
}

/// <summary>Draws a policy's occupancy on the world's grid. // occupancy: (states·actions)</summary>
public delegate GridMap GridOf(string title, IReadOnlyList<double> occupancy, string caption);
