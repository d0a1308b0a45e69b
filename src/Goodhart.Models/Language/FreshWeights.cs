using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Initial weights as in GPT-2 (2019): normal with the config's deviation, divided by √(2 · layers) where a map writes into the residual stream; norms 1, biases 0.</summary>
internal static class FreshWeights
{
    public static void Fill(ParameterVector weights, LanguageConfig config, Generator rng)
    {
        using var gradless = no_grad();
        var residual = config.InitializerRange / Math.Sqrt(2.0 * config.Layers);
        foreach (var name in weights.Names)
        {
            var leaf = weights[name];
            if (leaf.shape.Length == 2) Normal(leaf, LanguageLayout.IsResidual(name) ? residual : config.InitializerRange, rng);
            else if (name.EndsWith(".weight", StringComparison.Ordinal)) leaf.fill_(1);
            else leaf.zero_();
        }
    }

    public static void Normal(Tensor leaf, double deviation, Generator rng)
    {
        using var gradless = no_grad();
        var drawn = new float[leaf.NumberOfElements];
        rng.Normal(drawn);
        for (var i = 0; i < drawn.Length; i++) drawn[i] *= (float)deviation;
        using var values = tensor(drawn, leaf.shape);
        leaf.copy_(values);
    }
}
