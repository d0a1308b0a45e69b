using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>The number of threads libtorch uses for one operation, which is global to the process.</summary>
internal readonly struct TorchThreads : IDisposable
{
    // Below about four million multiplications, handing work to another thread costs more than it saves.
    private const double WorthASecondThread = 4e6;

    private readonly int before;

    private TorchThreads(int count)
    {
        before = get_num_threads();
        if (count != before) set_num_threads(count);
    }

    /// <summary>Threads worth having for an operation on <paramref name="rows"/> rows of a network of <paramref name="parameters"/> parameters.</summary>
    public static int For(int rows, int parameters) => (double)rows * parameters < WorthASecondThread ? 1 : Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Uses that many threads until disposed.</summary>
    public static TorchThreads Use(int count) => new(count);

    public void Dispose()
    {
        if (get_num_threads() != before) set_num_threads(before);
    }
}
