using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A layer of GPT-2 (2019): x + attention(norm(x)), then x + MLP(norm(x)).</summary>
internal sealed class Gpt2Block : IBlock
{
    private readonly LanguageConfig config;
    private readonly int layer;
    private readonly LayerNorm first, second;
    private readonly LinearMap attend, project, up, down;

    public Gpt2Block(LanguageConfig config, int layer, ParameterVector weights, LoraAdapter? adapter, ScalarType? products)
    {
        (this.config, this.layer) = (config, layer);
        var at = LanguageLayout.Layer(config.Family, layer);
        (first, second) = (LayerNorm.Of(at + "ln_1", weights, config), LayerNorm.Of(at + "ln_2", weights, config));
        (attend, project) = (Map("attn.c_attn"), Map("attn.c_proj"));
        (up, down) = (Map("mlp.c_fc"), Map("mlp.c_proj"));
        LinearMap Map(string name) => LinearMap.Of(at + name, weights, inOut: true, adapter, products);
    }

    public Tensor Forward(Tensor x, Pass pass)
    {
        using var scope = NewDisposeScope();
        var parts = attend.Apply(first.Apply(x), pass.Dropout).chunk(3, -1);
        var mixed = pass.Attend(layer, windowed: false, Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        x = pass.Add(x, project.Apply(mixed, pass.Dropout));
        var inner = Nonlinearities.Apply(config.Activation, up.Apply(second.Apply(x), pass.Dropout));
        return pass.Add(x, down.Apply(inner, pass.Dropout)).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], config.Heads, config.HeadDim).transpose(1, 2);
}
