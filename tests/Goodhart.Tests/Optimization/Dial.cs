using Goodhart.Worlds;

namespace Goodhart.Tests.Optimization;

/// <summary>One decision per episode: turn a dial to somewhere in [0, 2].</summary>
internal sealed class Dial(int count) : IWorld
{
    private static readonly Schema schema = new([new("one")], new ActionSpace.Box([new("angle", "1", 0, 2)]));
    private readonly float[] ones = [.. Enumerable.Repeat(1f, count)];
    private readonly bool[] over = [.. Enumerable.Repeat(true, count)], never = new bool[count];

    /// <summary>−(angle − target)².</summary>
    public static IReward<Transitions> Near(float target) => Reward.Each<Transitions>("near", (batch, i) => -MathF.Pow(batch.Action()[i] - target, 2));

    public string Name => "dial";

    public Schema Schema => schema;

    public int Count => count;

    public Autoreset Autoreset { get; init; }

    public int? Horizon => null;

    public IReadOnlyList<IReward<Transitions>> Rewards => [];

    public ReadOnlySpan<float> Observation => ones;

    public ReadOnlySpan<float> Arrived => ones;

    public ReadOnlySpan<int> State => [];

    public ReadOnlySpan<int> ArrivedState => [];

    public ReadOnlySpan<bool> Terminated => over;

    public ReadOnlySpan<bool> Truncated => never;

    public void Reset(ulong seed) { }

    public void Step(ReadOnlySpan<float> actions) { }

    public void Save(BinaryWriter writer) { }

    public void Load(BinaryReader reader) { }
}

/// <summary>Turns the dial to a given angle ± a little.</summary>
internal sealed class Hand(double angle, double spread) : IPolicy
{
    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        for (var i = 0; i < now.Count; i++) actions[i] = (float)(angle + spread * (2 * rng.NextDouble() - 1));
    }
}
