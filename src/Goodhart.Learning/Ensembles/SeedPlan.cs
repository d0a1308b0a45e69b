namespace Goodhart.Learning;

/// <summary>Which seeds each member of an ensemble has: of its body, and of its head and its order of the data.</summary>
/// <remarks>
/// Members that share a body agree on the wrong things (herding; "Helping or Herding?", 2023): seeds of the body must differ for a spread that says something.
/// </remarks>
/// <param name="Bodies">Seed of each member's body, what was pretrained. // (members)</param>
/// <param name="Heads">Seed of each member's head and order of the data, what fine-tuning draws. // (members)</param>
public sealed record SeedPlan(IReadOnlyList<ulong> Bodies, IReadOnlyList<ulong> Heads)
{
    public int Members { get; } = Checked(Bodies.Count, Heads.Count);

    /// <summary>Members that share nothing.</summary>
    public static SeedPlan Apart(int members, Generator rng) => new(Draw(members, rng), Draw(members, rng));

    /// <summary>Members that share the body: fine-tuning seeds alone.</summary>
    public static SeedPlan OneBody(int members, Generator rng) => new([.. Enumerable.Repeat(rng.NextWord(), Ensure.Positive(members))], Draw(members, rng));

    /// <summary>Copies of one member, as a control.</summary>
    public static SeedPlan Copies(int members, Generator rng) =>
        new([.. Enumerable.Repeat(rng.NextWord(), Ensure.Positive(members))], [.. Enumerable.Repeat(rng.NextWord(), members)]);

    private static ulong[] Draw(int members, Generator rng) => [.. Enumerable.Range(0, Ensure.Positive(members)).Select(_ => rng.NextWord())];

    private static int Checked(int bodies, int heads) => bodies == heads && bodies > 0 ? bodies
        : throw new ArgumentException($"A plan needs one body seed and one head seed per member, got {bodies} and {heads}.");
}
