using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Keeps libtorch's operations on this thread to one core each until disposed.</summary>
/// <remarks>
/// On the layers of a policy, a few hundred kilobytes, libtorch's own threads gain at most a factor 1.9 on idle cores and lose a factor 10 on busy ones,
/// because they wait for each other by spinning. Policy and critic on two threads gain the same without waiting.
/// </remarks>
public readonly struct TorchThreads : IDisposable
{
    private readonly int before;

    private TorchThreads(int before)
    {
        this.before = before;
        if (before != 1) set_num_threads(1);
    }

    public static TorchThreads One() => new(get_num_threads());

    public void Dispose()
    {
        if (before > 1) set_num_threads(before);   // 0 where nothing was kept
    }
}
