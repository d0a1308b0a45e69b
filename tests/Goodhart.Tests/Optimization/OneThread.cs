using System.Runtime.CompilerServices;

namespace Goodhart.Tests.Optimization;

internal static class OneThread
{
    /// <summary>Tests run beside each other: a second thread inside libtorch would only take the cores from another test.</summary>
    [ModuleInitializer]
    internal static void Set() => TorchSharp.torch.set_num_threads(1);
}
