using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>What stands between two linear layers.</summary>
public enum Activation { Tanh, LeakyRelu, Relu }

internal static class Activations
{
    extension(Activation activation)
    {
        /// <summary>In place: the input must not be needed again.</summary>
        public Tensor Apply(Tensor rows) => activation switch
        {
            Activation.Tanh => rows.tanh_(),
            Activation.Relu => rows.relu_(),
            _ => nn.functional.leaky_relu(rows, inplace: true),
        };
    }
}

/// <param name="Width">Units of each hidden layer. 64 as in PPO (2017).</param>
/// <param name="Depth">Number of hidden layers. 2 as in PPO (2017).</param>
/// <param name="Activation">Between layers. Tanh as in PPO (2017); LeakyReLU has slope .01; ReLU is 0 below 0.</param>
public sealed record MlpOptions(int Width = 64, int Depth = 2, Activation Activation = Activation.Tanh);

/// <summary>A fully connected network, orthogonally initialised with gain √2 in hidden layers.</summary>
public sealed class Mlp : IDisposable
{
    private readonly Activation activation;
    private readonly int layers;

    /// <param name="inputs">Columns of an input row.</param>
    /// <param name="outputs">Columns of an output row.</param>
    /// <param name="options">Hidden layers.</param>
    /// <param name="outputGain">Gain of the last layer: .01 for a policy, 1 for a value ("The 37 implementation details of PPO", 2022).</param>
    /// <param name="rng">Source of the initial weights; same generator, same bits.</param>
    /// <param name="extra">Length of one more parameter that no layer uses, such as a state-independent log σ; 0 for none.</param>
    public Mlp(int inputs, int outputs, MlpOptions options, double outputGain, Generator rng, int extra = 0)
    {
        int[] widths = [Ensure.Positive(inputs), .. Enumerable.Repeat(Ensure.Positive(options.Width), Ensure.NotNegative(options.Depth)), Ensure.Positive(outputs)];
        (activation, layers) = (options.Activation, widths.Length - 1);
        var shapes = new List<long[]>();
        for (var i = 0; i < layers; i++) shapes.AddRange([widths[i + 1], widths[i]], [widths[i + 1]]);
        if (extra > 0) shapes.Add([extra]);
        Parameters = new([.. shapes]);
        for (var i = 0; i < layers; i++) Orthogonal.Fill(Parameters[2 * i], widths[i + 1], widths[i], i < layers - 1 ? Math.Sqrt(2) : outputGain, rng);
    }

    public ParameterVector Parameters { get; }

    /// <summary>The extra parameter.</summary>
    public Tensor Extra => Parameters.Leaves[2 * layers];

    /// <summary>// rows: (n, inputs) → (n, outputs)</summary>
    public Tensor Forward(Tensor rows)
    {
        for (var i = 0; i < layers; i++)
        {
            rows = nn.functional.linear(rows, Parameters.Leaves[2 * i], Parameters.Leaves[2 * i + 1]);
            if (i < layers - 1) rows = activation.Apply(rows);
        }

        return rows;
    }

    public void Dispose() => Parameters.Dispose();
}
