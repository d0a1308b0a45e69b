using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A layer of Llama (2023) and its kin: x + attention(norm(x)) with rotary positions, then x + gated MLP(norm(x)).</summary>
internal sealed class RotaryBlock : IBlock
{
    private readonly LanguageConfig config;
    private readonly int layer;
    private readonly RmsNorm first, second;
    private readonly RmsNorm? queryNorm, keyNorm;
    private readonly LinearMap query, key, value, output, gate, up, down;

    public RotaryBlock(LanguageConfig config, int layer, ParameterVector weights, LoraAdapter? adapter, ScalarType? products)
    {
        (this.config, this.layer) = (config, layer);
        var at = LanguageLayout.Layer(config.Family, layer);
        (first, second) = (Norm("input_layernorm"), Norm("post_attention_layernorm"));
        if (config.QkNorm) (queryNorm, keyNorm) = (Norm("self_attn.q_norm"), Norm("self_attn.k_norm"));
        (query, key, value, output) = (Map("self_attn.q_proj"), Map("self_attn.k_proj"), Map("self_attn.v_proj"), Map("self_attn.o_proj"));
        (gate, up, down) = (Map("mlp.gate_proj"), Map("mlp.up_proj"), Map("mlp.down_proj"));
        RmsNorm Norm(string name) => new(weights[at + name + ".weight"], config.NormEpsilon);
        LinearMap Map(string name) => LinearMap.Of(at + name, weights, inOut: false, adapter, products);
    }

    public Tensor Forward(Tensor x, Pass pass)
    {
        using var scope = NewDisposeScope();
        var (rng, turns) = (pass.Dropout, pass.Turns!.Value);
        var seen = first.Apply(x);
        var q = RotaryTable.Turn(Heads(query.Apply(seen, rng), queryNorm), turns.Cos, turns.Sin);
        var k = RotaryTable.Turn(Heads(key.Apply(seen, rng), keyNorm), turns.Cos, turns.Sin);
        var mixed = pass.Attend(layer, config.WindowOf(layer) is not null, q, k, Heads(value.Apply(seen, rng), null));
        x = pass.Add(x, output.Apply(mixed, rng));
        seen = second.Apply(x);
        var inner = Nonlinearities.Apply(config.Activation, gate.Apply(seen, rng)) * up.Apply(seen, rng);
        return pass.Add(x, down.Apply(inner, rng)).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor x, RmsNorm? norm)
    {
        var heads = x.view(x.shape[0], x.shape[1], -1, config.HeadDim);
        return (norm?.Apply(heads) ?? heads).transpose(1, 2);
    }
}
