using System.Reflection;

namespace Goodhart.Design;

/// <summary>A reward somebody wrote as C#, compiled and checked: numbers in, a total and named components out.</summary>
/// <remarks>
/// The text is the members of a class, one of them the entry:
/// <code>
/// double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
/// </code>
/// of which <c>memory</c>, and then <c>parts</c>, may be left out. See <see cref="RewardContract"/> for what <c>Obs</c>, <c>Act</c> and <c>World</c> hold.
/// The walls of the box are defence in depth against mistakes and injected code, not a boundary against a determined attacker.
/// </remarks>
public sealed class RewardProgram : IDisposable
{
    private readonly ProgramImage image;
    private readonly Lock counting = new();
    private ProgramContext? context;
    private ConstructorInfo? entry;
    private long calls, bytes, clipped;
    private int ticks;

    internal RewardProgram(string text, string hash, RewardContract contract, ProgramLimits limits, ProgramImage image)
    {
        (Text, Hash, Contract, Limits, this.image) = (text, hash, contract, limits, image);
        (context, entry) = image.Load();
    }

    public string Text { get; }

    /// <summary>Of the text with line ends made alike; the same program has the same hash everywhere.</summary>
    public string Hash { get; }

    public RewardContract Contract { get; }

    /// <summary>Names of the components, in the order in which the text first writes them.</summary>
    public IReadOnlyList<string> Components => image.Components;

    /// <summary>Whether it keeps numbers from step to step, so that it has no table over (s, a, s′).</summary>
    public bool UsesMemory => image.UsesMemory;

    public ProgramLimits Limits { get; }

    /// <summary>The walls it passed and what its calls used up so far.</summary>
    public SandboxReport Report
    {
        get
        {
            lock (counting) return new([.. Enum.GetValues<SandboxLayer>().Where(l => image.Layers.HasFlag((SandboxLayers)(1 << (int)l)))], calls, ticks, bytes, clipped);
        }
    }

    internal ProgramImage Image => image;

    internal ConstructorInfo Entry => entry ?? throw new ObjectDisposedException(nameof(RewardProgram), "The program was disposed of; compile it again to use it.");

    /// <summary>Where it is loaded, to see it go.</summary>
    internal WeakReference Loaded => new(context);

    /// <summary>The program as a reward whose parts are its components; it keeps the program in use, not alive.</summary>
    public IReward<Transitions> ToReward(string name = "program") => UsesMemory ? new RememberingProgramReward(this, name) : new ProgramReward(this, name);

    /// <summary>Scores a batch twice, and backwards too where the program has no memory, and compares every bit.</summary>
    /// <exception cref="ProgramException">Two scores of one row differ; the message names the row.</exception>
    public void CheckDeterminism(Transitions batch) => Determinism.Check(this, batch);

    /// <summary>Lets the compiled code be unloaded once nothing runs it any more.</summary>
    public void Dispose()
    {
        var unloaded = Interlocked.Exchange(ref context, null);
        entry = null;
        unloaded?.Unload();
    }

    internal void Count(long calls, int ticks, long bytes, long clipped)
    {
        lock (counting)
        {
            this.calls += calls;
            this.clipped += clipped;
            this.ticks = Math.Max(this.ticks, ticks);
            this.bytes = Math.Max(this.bytes, bytes);
        }
    }
}
