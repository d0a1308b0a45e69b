using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>One layer of a transformer.</summary>
internal interface IBlock
{
    /// <summary>// x: (n, t, hidden) → (n, t, hidden)</summary>
    Tensor Forward(Tensor x, Pass pass);
}
