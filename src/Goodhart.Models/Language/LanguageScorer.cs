using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>A language model that scores texts: a transformer and one linear head without bias, read at the last token of a text or at chosen ones.</summary>
/// <remarks>
/// The folder is that of transformers' AutoModelForSequenceClassification, which reads the score at the last token that is not the pad token: a pad token must
/// never end a text, or transformers reads one token too early. A score does not depend on padding, batch or neighbours.
/// </remarks>
public sealed class LanguageScorer : IScorer<Encoded>
{
    private readonly ParameterVector weights;
    private readonly ParameterVector? head;
    private readonly LoraAdapter? adapter;
    private readonly Transformer body;
    private readonly int batchTokens;

    private LanguageScorer(LanguageConfig config, ParameterVector weights, LanguageScorerOptions options, LoraAdapter? adapter)
    {
        (Config, this.weights, this.adapter, batchTokens) = (config, weights, adapter, Ensure.Positive(options.BatchTokens));
        if (options.Trained is Trained.Head) head = new([(LanguageLayout.Score, [Outputs, config.Hidden])], weights.Flat.device, weights.Flat.dtype);
        if (options.Trained is not Trained.All)
        {
            foreach (var leaf in weights.Leaves) leaf.requires_grad_(false);
        }

        body = new(config, weights, adapter, options.Dropout, options.Products);
    }

    public LanguageConfig Config { get; private set; }

    /// <summary>What training changes; it always holds "score.weight".</summary>
    public ParameterVector Parameters => adapter?.Parameters ?? head ?? weights;

    public int Outputs => Config.Labels.Count;

    /// <summary>The head. // (Outputs, hidden)</summary>
    public Tensor Score => Parameters[LanguageLayout.Score];

    /// <summary>Reads a folder with a score head, as transformers' *ForSequenceClassification and this library write it.</summary>
    /// <param name="folder">Folder with config.json and safetensors.</param>
    /// <param name="options">What is trained from here on.</param>
    /// <param name="rng">Source of a fresh adapter; needed where one is trained.</param>
    /// <param name="device">Where the weights go; the CPU by default.</param>
    /// <param name="type">Type in which they are held and computed with.</param>
    /// <exception cref="CheckpointException">A file is missing or malformed, or there is no score head.</exception>
    public static LanguageScorer Load(string folder, LanguageScorerOptions? options = null, Generator? rng = null, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        var config = LanguageConfig.Load(folder);
        if (config.Labels.Count == 0) throw new CheckpointException($"'{folder}' holds {Described(config)}, which has no score head: give it one with {nameof(LanguageScorer)}.{nameof(FromBody)}.", folder);
        var values = Empty(config, device, type);
        WeightFiles.Fill(folder, config, values, LanguageLayout.Head);
        return Build(config, values, options ?? new(), rng);
    }

    /// <summary>Takes the body of any folder and gives it a fresh head.</summary>
    /// <param name="folder">Folder of a causal model, a classifier or a bare body.</param>
    /// <param name="outputs">Columns of an output row.</param>
    /// <param name="rng">Source of the head, normal with the config's deviation as transformers draws it, and of a fresh adapter.</param>
    /// <param name="options">What is trained.</param>
    /// <param name="device">Where the weights go; the CPU by default.</param>
    /// <param name="type">Type in which they are held and computed with.</param>
    /// <exception cref="CheckpointException">A file is missing or malformed.</exception>
    public static LanguageScorer FromBody(string folder, int outputs, Generator rng, LanguageScorerOptions? options = null, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        var (config, values) = WithBody(folder, outputs, device, type);
        FreshWeights.Normal(values[LanguageLayout.Score], config.InitializerRange, rng);
        return Build(config, values, options ?? new(), rng);
    }

    /// <summary>Takes a copy of a model's body and gives it a fresh head.</summary>
    /// <inheritdoc cref="FromBody(string, int, Generator, LanguageScorerOptions?, Device?, ScalarType)"/>
    public static LanguageScorer FromBody(LanguageModel model, int outputs, Generator rng, LanguageScorerOptions? options = null)
    {
        var config = model.Config.AsClassifier(outputs);
        var values = Empty(config, model.Weights.Flat.device, model.Weights.Flat.dtype);
        using var gradless = no_grad();
        foreach (var (name, _) in LanguageLayout.Body(config)) values[name].copy_(model.Weights[name]);
        FreshWeights.Normal(values[LanguageLayout.Score], config.InitializerRange, rng);
        return Build(config, values, options ?? new(), rng);
    }

    /// <summary>Reads a base model and puts an adapter of PEFT's beside it, trained for sequence classification: its head, where it holds none the base's.</summary>
    /// <param name="folder">Folder of a causal model, a classifier or a bare body.</param>
    /// <param name="adapterFolder">Folder with adapter_config.json and adapter_model.safetensors.</param>
    /// <param name="options">Dropout, batches and products; the adapter is what is trained, and its rank and targets are the folder's.</param>
    /// <param name="device">Where the weights go; the CPU by default.</param>
    /// <param name="type">Type in which they are held and computed with.</param>
    /// <exception cref="CheckpointException">A file is missing or malformed, the adapter is for another model, or there is no score head in either folder.</exception>
    public static LanguageScorer LoadAdapted(string folder, string adapterFolder, LanguageScorerOptions? options = null, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        options = (options ?? new()) with { Trained = Trained.Lora };
        if (options.Lora is not null) throw new ArgumentException($"The adapter's options are those of '{adapterFolder}': leave {nameof(options.Lora)} null.", nameof(options));
        var outputs = HeadOf(adapterFolder);
        var config = LanguageConfig.Load(folder);
        if (outputs == 0 && config.Labels.Count == 0)
            throw new CheckpointException($"Neither '{adapterFolder}' nor '{folder}' holds '{LanguageLayout.Score}', the head that scores: the adapter was not trained for sequence classification.", adapterFolder);
        (config, var values) = outputs > 0 ? WithBody(folder, outputs, device, type) : (config, Empty(config, device, type));
        if (outputs == 0) WeightFiles.Fill(folder, config, values, LanguageLayout.Head);
        var adapter = LoraAdapter.Load(adapterFolder, config, [Head(config)], device, type);
        var (to, from) = outputs > 0 ? (values, adapter.Parameters) : (adapter.Parameters, values);
        using var gradless = no_grad();
        to[LanguageLayout.Score].copy_(from[LanguageLayout.Score]);
        return new(config, values, options, adapter);
    }

    /// <summary>A scorer with fresh weights.</summary>
    /// <param name="config">Sizes and family.</param>
    /// <param name="outputs">Columns of an output row.</param>
    /// <param name="rng">Source of the weights; same generator, same bits.</param>
    /// <param name="options">What is trained.</param>
    /// <param name="device">Where the weights go; the CPU by default.</param>
    /// <param name="type">Their type.</param>
    public static LanguageScorer FromScratch(LanguageConfig config, int outputs, Generator rng, LanguageScorerOptions? options = null, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        config = config.AsClassifier(outputs);
        var values = Empty(config, device, type);
        FreshWeights.Fill(values, config, rng);
        return Build(config, values, options ?? new(), rng);
    }

    /// <summary>Says which token fills batches, which a saved folder must tell transformers; one that never ends a text.</summary>
    public void PadWith(int id) => Config = Config with { PadId = Ensure.InRange(id, 0, Config.VocabularySize - 1) };

    /// <summary>Writes a folder for transformers' AutoModelForSequenceClassification, an adapter merged into the weights.</summary>
    /// <exception cref="InvalidOperationException">No pad token is known, without which transformers refuses batches: see <see cref="PadWith"/>.</exception>
    public void Save(string folder, long maxShardBytes = CheckpointFolder.DefaultShardBytes)
    {
        if (Config.PadId is null) throw new InvalidOperationException($"This model has no pad token (pad_token_id), without which transformers scores no batches: choose one that never ends a text with {nameof(PadWith)}.");
        using var merged = adapter is null ? null : Merged();
        var values = merged ?? weights;
        WeightFiles.Save(folder, Config, values.Names.Select(name => (name, name == LanguageLayout.Score ? Score : values[name])), maxShardBytes);
    }

    /// <summary>Writes the adapter and the head as PEFT does.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void SaveAdapter(string folder) => (adapter ?? throw new InvalidOperationException("This scorer has no adapter to save.")).Save(folder);

    public int Rows(Encoded item) => item.Reads.Length;

    public Tensor Forward(IReadOnlyList<Encoded> items, Generator? dropout = null)
    {
        for (var i = 0; i < items.Count; i++) body.Require(items[i].Ids, $"Text {i}");
        return LengthBatches.Run([.. items.Select(item => item.Ids.Length)], [.. items.Select(Rows)], batchTokens, batch => Forward([.. batch.Select(i => items[i])], dropout));
    }

    /// <summary>log p(token | all before it) of every token of every answer as the body would continue it, one text after another. // (Σ Predicted)</summary>
    /// <param name="items">Texts and where their answers begin; at least one.</param>
    /// <param name="output">Map from hidden states to logits; null for the embedding, as in tied models. // (vocabulary, hidden)</param>
    /// <param name="dropout">Source of dropout during training; null for none.</param>
    /// <exception cref="ArgumentException">A text cannot be read, or no token is left to predict.</exception>
    public Tensor LogProbabilities(IReadOnlyList<Encoded> items, Tensor? output = null, Generator? dropout = null) =>
        new AnswerProbability(body, output ?? body.Embedding).Of(items, dropout, batchTokens);

    public void Dispose()
    {
        body.Dispose();
        adapter?.Dispose();
        head?.Dispose();
        weights.Dispose();
    }

    private static ParameterVector Empty(LanguageConfig config, Device? device, ScalarType type) =>
        new([.. LanguageLayout.Body(config), Head(config)], device, type);

    private static (string Name, long[] Shape) Head(LanguageConfig config) => (LanguageLayout.Score, [config.Labels.Count, config.Hidden]);

    /// <summary>The body of any folder, and a head of zeros.</summary>
    private static (LanguageConfig Config, ParameterVector Values) WithBody(string folder, int outputs, Device? device, ScalarType type)
    {
        var config = LanguageConfig.Load(folder).AsClassifier(outputs);
        var values = Empty(config, device, type);
        WeightFiles.Fill(folder, config, values, LanguageLayout.Head, LanguageLayout.Score);
        return (config, values);
    }

    /// <summary>Outputs of the head that an adapter's folder holds; 0 where it holds none.</summary>
    private static int HeadOf(string adapterFolder)
    {
        using var stored = LoraFolder.Open(adapterFolder);
        if (!stored.Whole.Contains(LanguageLayout.Score)) return 0;
        using var head = stored.ReadWhole(LanguageLayout.Score);
        return (int)head.shape[0];
    }

    private static string Described(LanguageConfig config) => config.Architectures.Count > 0 ? config.Architectures[0] : "a model";

    private static LanguageScorer Build(LanguageConfig config, ParameterVector values, LanguageScorerOptions options, Generator? rng)
    {
        var adapter = options.Trained is not Trained.Lora ? null : LoraAdapter.Fresh(config,
            (options.Lora ?? new()) with { TaskType = "SEQ_CLS", ModulesToSave = ["score"] }, rng ?? throw new ArgumentNullException(nameof(rng), "A fresh adapter needs a generator."),
            [Head(config)], values.Flat.device, values.Flat.dtype);
        var scorer = new LanguageScorer(config, values, options, adapter);
        using var gradless = no_grad();
        if (options.Trained is not Trained.All) scorer.Score.copy_(values[LanguageLayout.Score]);
        return scorer;
    }

    private Tensor Forward(Encoded[] items, Generator? dropout)
    {
        using var scope = NewDisposeScope();
        using var batch = body.Batch([.. items.Select(item => item.Ids)]);
        long[] places = [.. items.SelectMany((item, i) => item.Reads.Select(read => (long)(i * batch.Width) + batch.Column(i, read)))];
        return nn.functional.linear(body.Forward(batch, tensor(places, device: batch.Ids.device), dropout), Score).MoveToOuterDisposeScope();
    }

    private ParameterVector Merged()
    {
        var copy = Empty(Config, weights.Flat.device, weights.Flat.dtype);
        using var gradless = no_grad();
        copy.Flat.copy_(weights.Flat);
        adapter!.MergeInto(copy);
        return copy;
    }
}
