using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A language model that continues text: a transformer and the map from its hidden states to logits.</summary>
public sealed partial class LanguageModel : IDisposable
{
    private readonly ParameterVector weights;
    private LoraAdapter? adapter;

    private LanguageModel(LanguageConfig config, ParameterVector weights)
    {
        (Config, this.weights) = (config, weights);
        Body = new(config, weights);
    }

    public LanguageConfig Config { get; }

    public Transformer Body { get; private set; }

    /// <summary>What training changes: the adapter where there is one, else all weights.</summary>
    public ParameterVector Parameters => adapter?.Parameters ?? weights;

    /// <summary>All weights by Hugging Face's names, without what an adapter adds.</summary>
    public ParameterVector Weights => weights;

    /// <summary>The output map. // (vocabulary, hidden)</summary>
    public Tensor Output => weights.Has(LanguageLayout.Head) ? weights[LanguageLayout.Head] : Body.Embedding;

    /// <summary>Reads a Hugging Face folder, in one file or in shards, of any float type.</summary>
    /// <param name="folder">Folder with config.json and safetensors.</param>
    /// <param name="device">Where the weights go; the CPU by default.</param>
    /// <param name="type">Type in which they are held and computed with.</param>
    /// <exception cref="CheckpointException">A file is missing or malformed, or the model is not one that is known here.</exception>
    public static LanguageModel Load(string folder, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        var config = LanguageConfig.Load(folder);
        var weights = new ParameterVector(LanguageLayout.Causal(config), device, type, zeroed: false);
        WeightFiles.Fill(folder, config, weights, [LanguageLayout.Score, .. weights.Has(LanguageLayout.Head) ? (string[])[] : [LanguageLayout.Head]]);
        return new(config.IsClassifier ? config.AsCausal() : config, weights);
    }

    /// <summary>A model with fresh weights.</summary>
    /// <param name="config">Sizes and family.</param>
    /// <param name="rng">Source of the weights; same generator, same bits.</param>
    /// <param name="device">Where they go; the CPU by default.</param>
    /// <param name="type">Their type.</param>
    public static LanguageModel FromScratch(LanguageConfig config, Generator rng, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        var weights = new ParameterVector(LanguageLayout.Causal(config), device, type);
        FreshWeights.Fill(weights, config, rng);
        return new(config, weights);
    }

    /// <summary>Writes a folder that transformers and this library read; an adapter is left out (see <see cref="SaveAdapter"/> and <see cref="Merge"/>).</summary>
    /// <param name="folder">Folder to write; it is made.</param>
    /// <param name="maxShardBytes">Most bytes of a file.</param>
    public void Save(string folder, long maxShardBytes = CheckpointFolder.DefaultShardBytes) =>
        WeightFiles.Save(folder, Config, weights.Names.Select(name => (name, weights[name])), maxShardBytes);

    /// <summary>Puts a fresh adapter beside the weights, which are frozen from now on.</summary>
    public void Adapt(LoraConfig config, Generator rng) => Adapt(LoraAdapter.Fresh(Config, config with { TaskType = config.TaskType ?? "CAUSAL_LM" }, rng, null, weights.Flat.device, weights.Flat.dtype));

    /// <summary>Puts an adapter of PEFT's beside the weights, which are frozen from now on.</summary>
    /// <exception cref="CheckpointException">It is malformed or for another model.</exception>
    public void Adapt(string folder) => Adapt(LoraAdapter.Load(folder, Config, null, weights.Flat.device, weights.Flat.dtype));

    /// <summary>Writes the adapter as PEFT does.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void SaveAdapter(string folder) => (adapter ?? throw new InvalidOperationException("This model has no adapter to save.")).Save(folder);

    /// <summary>Adds the adapter to the weights and takes it away; all weights are trained again from now on.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void Merge()
    {
        (adapter ?? throw new InvalidOperationException("This model has no adapter to merge.")).MergeInto(weights);
        Adapt((LoraAdapter?)null);
    }

    /// <summary>Logits after every token of every text. // (texts, width, vocabulary)</summary>
    /// <param name="batch">From <see cref="Transformer.Batch"/>.</param>
    /// <param name="rng">Source of dropout in training; null for none.</param>
    public Tensor Logits(TokenBatch batch, Generator? rng = null)
    {
        using var scope = NewDisposeScope();
        return Logits(Body.Forward(batch, rng)).MoveToOuterDisposeScope();
    }

    /// <summary>// hidden: (…, hidden) → (…, vocabulary)</summary>
    public Tensor Logits(Tensor hidden) => nn.functional.linear(hidden, Output);

    public void Dispose()
    {
        Body.Dispose();
        adapter?.Dispose();
        weights.Dispose();
    }

    private void Adapt(LoraAdapter? next)
    {
        adapter?.Dispose();
        adapter = next;
        foreach (var leaf in weights.Leaves) leaf.requires_grad_(next is null);
        Body.Dispose();
        Body = new(Config, weights, next);
    }
}
