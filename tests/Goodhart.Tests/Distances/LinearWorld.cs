using Goodhart.Worlds;

namespace Goodhart.Tests.Distances;

/// <summary>x′ = 0.8 x + 0.3 u + 0.2 ε, started from its own stationary law under u ~ N(0, 1): variance 0.13/0.36.</summary>
internal sealed class LinearWorld(int count, Autoreset autoreset = Autoreset.SameStep) : IWorld
{
    public const double Variance = 0.13 / 0.36;

    private readonly float[] x = new float[count], arrived = new float[count];
    private readonly bool[] terminated = new bool[count], truncated = new bool[count];
    private readonly int[] age = new int[count];
    private Generator rng = new(0);

    public string Name => "linear";

    public Schema Schema { get; } = new([new("x")], new ActionSpace.Box([new("u")]));

    public int Count => count;

    public Autoreset Autoreset => autoreset;

    public int? Horizon => 40;

    public IReadOnlyList<IReward<Transitions>> Rewards => [];

    public ReadOnlySpan<float> Observation => x;

    public ReadOnlySpan<float> Arrived => arrived;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    public void Reset(ulong seed)
    {
        rng = new(seed);
        for (var n = 0; n < count; n++) (x[n], age[n]) = (Start(), 0);
    }

    public void Step(ReadOnlySpan<float> actions)
    {
        for (var n = 0; n < count; n++)
        {
            arrived[n] = (float)(0.8 * x[n] + 0.3 * actions[n] + 0.2 * rng.NextNormal());
            truncated[n] = ++age[n] == Horizon;
            x[n] = truncated[n] ? Start() : arrived[n];
            if (truncated[n]) age[n] = 0;
        }
    }

    public void Save(BinaryWriter writer) => throw new NotSupportedException("Not needed here.");

    public void Load(BinaryReader reader) => throw new NotSupportedException("Not needed here.");

    private float Start() => (float)(Math.Sqrt(Variance) * rng.NextNormal());
}

/// <summary>Standard normal actions.</summary>
internal sealed class GaussianPolicy : IPolicy
{
    public void Act(Situations now, Generator rng, Span<float> actions) => rng.Normal(actions);
}
