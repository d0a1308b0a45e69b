using Goodhart.Worlds;

namespace Goodhart.Tests;

/// <summary>A world whose observation is each step's noise; copy n ends for good after <c>ends(n)</c> steps, or is cut off at the horizon.</summary>
internal sealed class NoisyWorld(int count, int? horizon, Func<int, int>? ends = null) : IWorld
{
    private readonly float[] noise = new float[count], arrived = new float[count];
    private readonly bool[] terminated = new bool[count], truncated = new bool[count];
    private readonly Generator[] rng = new Generator[count];
    private readonly int[] age = new int[count];

    public string Name => "noisy";

    public Schema Schema { get; } = new([new("noise")], new ActionSpace.Discrete(["off", "on"]));

    public int Count => count;

    public Autoreset Autoreset => Autoreset.SameStep;

    public int? Horizon => horizon;

    public IReadOnlyList<IReward<Transitions>> Rewards => [];

    public ReadOnlySpan<float> Observation => noise;

    public ReadOnlySpan<float> Arrived => arrived;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    public void Reset(ulong seed)
    {
        for (var n = 0; n < count; n++)
        {
            rng[n] = new Generator(Generator.Derive(seed, (ulong)n));
            age[n] = 0;
            noise[n] = (float)rng[n].NextNormal();
        }
    }

    public void Step(ReadOnlySpan<float> actions)
    {
        for (var n = 0; n < count; n++)
        {
            arrived[n] = noise[n] = (float)rng[n].NextNormal();
            age[n]++;
            terminated[n] = age[n] == ends?.Invoke(n);
            truncated[n] = !terminated[n] && age[n] == horizon;
            if (terminated[n] || truncated[n]) age[n] = 0;
        }
    }

    public void Save(BinaryWriter writer) => throw new NotSupportedException();

    public void Load(BinaryReader reader) => throw new NotSupportedException();
}

/// <summary>Switches on with a fixed probability.</summary>
internal sealed class Coin(double probability) : IPolicy
{
    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        for (var i = 0; i < now.Count; i++) actions[i] = rng.NextDouble() < probability ? 1 : 0;
    }
}
