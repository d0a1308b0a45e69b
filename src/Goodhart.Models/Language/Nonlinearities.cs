using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>What stands inside an MLP.</summary>
internal static class Nonlinearities
{
    public static Tensor Apply(Nonlinearity kind, Tensor x) => kind switch
    {
        Nonlinearity.GeluTanh => x.gelu(GELU.Approximate.tanh),
        Nonlinearity.Gelu => x.gelu(),
        Nonlinearity.Silu => x.silu(),
        Nonlinearity.Relu => x.relu(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
