namespace Goodhart.Design;

/// <summary>Compiles and runs reward programs of unknown origin, each in a process of its own: the walls of <see cref="RewardCompiler"/>, and the system's around them.</summary>
/// <remarks>
/// Compiler and program run in a child process that has a memory limit, a limit on processor time, an empty environment, no handle but its three pipes, a working
/// folder of its own that is empty, may write no file, and is killed when an answer takes too long. It is handed rows of numbers and hands back scores; a host reads
/// nothing else from it. What it may still do if every inner wall falls: read files that the user may read, open connections, and start processes. Run the host in
/// a container or as another user where that matters. On Windows and macOS the system's own memory limit is missing; the runtime's heap limit holds there too.
/// A reward made of the program (<see cref="RewardProgram.ToReward"/>) starts a process when it first scores, keeps it, and ends it when it is disposed or the
/// program is. Rewards of one program share nothing, so several may train at once. A process that dies is reported by a <see cref="ProgramWorkerException"/>; the
/// next batch starts a fresh one, unless the program kept a memory of the episode that died with it.
/// </remarks>
public sealed class ProgramIsolation
{
    private readonly ProgramLimits limits;
    private readonly SandboxLayers layers;

    /// <param name="process">What each process may use up.</param>
    /// <param name="program">What a program may use up within it.</param>
    public ProgramIsolation(IsolationLimits? process = null, ProgramLimits? program = null) : this(process, program, SandboxLayers.All) { }

    internal ProgramIsolation(IsolationLimits? process, ProgramLimits? program, SandboxLayers layers) =>
        (Limits, limits, this.layers) = (process ?? new(), program ?? new(), layers);

    public IsolationLimits Limits { get; }

    /// <summary>As <see cref="RewardCompiler.Compile"/>, in a child process; the program's rewards run in others.</summary>
    /// <exception cref="ProgramWorkerException">The process could not be started, or died of compiling the text.</exception>
    public Compiled Compile(string text, RewardContract contract)
    {
        var request = WorkerWords.Compile(text, contract, limits, layers);
        var (worker, kind, content) = Start(request);
        if (kind == WorkerMessage.Refused)
        {
            using (worker) return new(null, Believed(worker, () => WorkerWords.Refused(content)));
        }

        var (hash, memory, components) = Believed(worker, () => WorkerWords.Ready(content, limits.Components));
        return new(new(text, hash, contract, limits, new IsolatedRewards(this, request, worker, components, memory, layers)), []);
    }

    internal (WorkerProcess Worker, WorkerMessage Kind, byte[] Content) Start(byte[] request)
    {
        var worker = WorkerProcess.Start(Limits);
        try
        {
            var (kind, content) = worker.Ask(WorkerMessage.Compile, request, Limits.CompileTimeout, WorkerMessage.Ready, WorkerMessage.Refused);
            return (worker, kind, content);
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    private static T Believed<T>(WorkerProcess worker, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception nonsense) when (nonsense is IOException or FormatException or InvalidDataException or ArgumentException)
        {
            throw worker.Nonsense(nonsense.Message);
        }
    }
}

/// <summary>The processes of one program.</summary>
internal sealed class IsolatedRewards(
    ProgramIsolation isolation, byte[] request, WorkerProcess first, IReadOnlyList<string> components, bool usesMemory, SandboxLayers layers) : IDisposable
{
    private readonly List<IsolatedReward> rewards = [];
    private WorkerProcess? spare = first;

    public IsolationLimits Limits => isolation.Limits;

    public IReadOnlyList<string> Components => components;

    public bool UsesMemory => usesMemory;

    public SandboxLayers Layers => layers;

    public IsolatedReward Reward(RewardProgram program, string name)
    {
        var reward = usesMemory ? new RememberingIsolatedReward(this, program, name) : new IsolatedReward(this, program, name);
        lock (rewards) rewards.Add(reward);
        return reward;
    }

    /// <summary>A process that has compiled the program: the one it was first compiled in, where that is still unused.</summary>
    public WorkerProcess Take()
    {
        if (Interlocked.Exchange(ref spare, null) is { HasExited: false } ready) return ready;
        var (worker, kind, _) = isolation.Start(request);
        return kind == WorkerMessage.Ready ? worker : throw worker.Nonsense("refused what it compiled before");
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref spare, null)?.Dispose();
        lock (rewards)
        {
            foreach (var reward in rewards) reward.Dispose();
            rewards.Clear();
        }
    }
}
