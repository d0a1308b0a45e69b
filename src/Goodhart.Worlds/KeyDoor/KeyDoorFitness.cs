using System.Runtime.CompilerServices;

namespace Goodhart.Worlds.KeyDoor;

/// <summary>
/// What is wanted, paid when it happens: 0.2 for the key, 0.2 for the second room, 0.6·(1 − 0.5·t/T) for the goal at step t, so that an episode's sum is a graded
/// score: 0 for nothing, 0.91 for the shortest way.
/// </summary>
/// <remarks>
/// t is counted per copy and begins anew with every episode, so this is no function of (s, a, s′); where time is part of the state, <see cref="Timed"/> is, and says the
/// same. Every thread counts for itself, so that a task may be measured by several trainings at once: begin, score and save it on one thread.
/// </remarks>
/// <param name="horizon">T, steps.</param>
internal sealed class KeyDoorFitness(int horizon) : IReward<Transitions>, IEpisodic
{
    public const string Title = "fitness";

    private readonly ConditionalWeakTable<Thread, Clocks> clocks = [];

    public string Name => Title;

    public string Unit => "1";

    public IReadOnlyList<IReward<Transitions>> Parts => [];

    /// <summary>The same where the observation says the time.</summary>
    public static IReward<Transitions> Timed(int horizon) => Reward.From<Transitions>(Title, (batch, scores) =>
    {
        var steps = batch.Next("steps");
        Milestones(batch, scores);
        for (var i = 0; i < scores.Length; i++)
            if (AtGoal(batch, i)) scores[i] += Goal(steps[i], horizon);
    });

    public void Begin(int copies)
    {
        var mine = Mine;
        (mine.Steps, mine.Next) = (new int[copies], 0);
    }

    public void Score(Transitions batch, Span<float> scores, PartTrace? trace = null)
    {
        var mine = Mine;
        Milestones(batch, scores);
        for (var i = 0; i < scores.Length; i++)
        {
            ref var steps = ref mine.Steps[mine.Next];
            steps++;
            if (AtGoal(batch, i)) scores[i] += Goal(steps, horizon);
            if (batch.Terminated[i] || batch.Truncated[i]) steps = 0;
            mine.Next = (mine.Next + 1) % mine.Steps.Length;
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Mine.Next);
        foreach (var steps in Mine.Steps) writer.Write(steps);
    }

    public void Load(BinaryReader reader)
    {
        Mine.Next = reader.ReadInt32();
        foreach (ref var steps in Mine.Steps.AsSpan()) steps = reader.ReadInt32();
    }

    private Clocks Mine => clocks.GetValue(Thread.CurrentThread, _ => new());

    private static float Goal(float steps, int horizon) => .6f * (1 - .5f * steps / horizon);

    private static bool AtGoal(Transitions batch, int row) => (batch.Next(0)[row], batch.Next(1)[row]) == (KeyDoorMap.Goal.X, KeyDoorMap.Goal.Y);

    private static void Milestones(Transitions batch, Span<float> scores)
    {
        ReadOnlySpan<float> key = batch.Observation("has key"), hasKey = batch.Next("has key");
        ReadOnlySpan<float> room = batch.Observation("reached second room"), hasRoom = batch.Next("reached second room");
        for (var i = 0; i < scores.Length; i++) scores[i] = .2f * (hasKey[i] - key[i]) + .2f * (hasRoom[i] - room[i]);
    }

    private sealed class Clocks
    {
        public int[] Steps = new int[1];
        public int Next;
    }
}
