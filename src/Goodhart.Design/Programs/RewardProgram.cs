namespace Goodhart.Design;

/// <summary>One call of a program: rows in, total out. // before, after: (fields + 1, the last is whether it is terminal); action: (width)</summary>
public delegate double ProgramCall(double[] before, double[] action, double[] after, Parts parts, EpisodeMemory memory);

/// <summary>A reward somebody wrote as C#, compiled and checked: numbers in, a total and named components out.</summary>
/// <remarks>
/// The text is the members of a class, one of them the entry:
/// <code>
/// double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
/// </code>
/// of which <c>memory</c>, and then <c>parts</c>, may be left out. See <see cref="RewardContract"/> for what <c>Obs</c>, <c>Act</c> and <c>World</c> hold.
/// </remarks>
public sealed class RewardProgram : IDisposable
{
    private readonly Action unload;
    private ProgramCall? call;

    internal RewardProgram(string text, string hash, RewardContract contract, IReadOnlyList<string> components, bool usesMemory, ProgramLimits limits, ProgramCall call, Action unload) =>
        (Text, Hash, Contract, Components, UsesMemory, Limits, this.call, this.unload) = (text, hash, contract, components, usesMemory, limits, call, unload);

    public string Text { get; }

    /// <summary>Of the text with line ends made alike; the same program has the same hash everywhere.</summary>
    public string Hash { get; }

    public RewardContract Contract { get; }

    /// <summary>Names of the components, in the order in which the text first writes them.</summary>
    public IReadOnlyList<string> Components { get; }

    /// <summary>Whether it keeps numbers from step to step, so that it has no table over (s, a, s′).</summary>
    public bool UsesMemory { get; }

    public ProgramLimits Limits { get; }

    internal ProgramCall Call => call ?? throw new ObjectDisposedException(nameof(RewardProgram));

    /// <summary>Makes its rewards where it runs in another process; null where it runs in this one.</summary>
    internal Func<RewardProgram, string, IReward<Transitions>>? Elsewhere { get; init; }

    /// <summary>The program as a reward whose parts are its components; it keeps the program in use, not alive.</summary>
    public IReward<Transitions> ToReward(string name = "program") => Elsewhere is not null ? Elsewhere(this, name) : UsesMemory ? new RememberingProgramReward(this, name) : new ProgramReward(this, name);

    /// <summary>Lets the compiled code be unloaded once nothing runs it any more.</summary>
    public void Dispose()
    {
        if (call is null) return;
        call = null;
        unload();
    }
}
