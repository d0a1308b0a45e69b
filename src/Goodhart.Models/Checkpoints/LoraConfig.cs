using System.Text.Json.Nodes;

namespace Goodhart.Models;

/// <summary>A low-rank adapter's options as PEFT's <c>adapter_config.json</c> holds them: W + scaling · B·A (LoRA, 2021).</summary>
public sealed record LoraConfig
{
    public const string FileName = "adapter_config.json";

    /// <summary>Rank r of B·A. 8 as PEFT's default.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>Scaling is alpha / r. 8 as PEFT's default.</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Share of an adapter's inputs dropped in training, in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Scaling alpha / √r instead (rsLoRA, 2023).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>Last parts of the names of adapted modules, such as "q_proj"; or the one word or expression that PEFT allows.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [];

    /// <summary>Modules trained whole and stored with the adapter, such as "score".</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>Folder or name of the model it adapts.</summary>
    public string? BaseModel { get; init; }

    /// <summary>"CAUSAL_LM" or "SEQ_CLS".</summary>
    public string? TaskType { get; init; }

    /// <summary>Whether adapted weights are stored (in, out), as GPT-2's are.</summary>
    public bool FanInFanOut { get; init; }

    /// <summary>What B·A is multiplied with.</summary>
    public double Scaling => Alpha / (RankStabilised ? Math.Sqrt(Rank) : Rank);

    /// <summary>What the file held; null for an adapter that was not read.</summary>
    internal string? Source { get; init; }

    /// <exception cref="CheckpointException">The file is missing or malformed, or asks for what is not supported here; the message names the field.</exception>
    public static LoraConfig Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new CheckpointException($"'{folder}' holds no {FileName}: expected an adapter's folder as PEFT lays it out.", folder);
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is (IOException and not CheckpointException) or UnauthorizedAccessException)
        {
            throw new CheckpointException($"Cannot read '{path}': {e.Message}", path, e);
        }
    }

    public void Save(string folder) => WholeFile.Write(Path.Combine(folder, FileName), ToJson());

    internal static LoraConfig Parse(string json, string path)
    {
        var fields = ConfigFields.Parse(json, path);
        if (fields.Text("peft_type") is { } type && type != "LORA") throw fields.Unknown("peft_type", type, ["LORA"]);
        if (fields.Text("bias") is { } bias && bias != "none") throw fields.Unknown("bias", bias, ["none"]);
        foreach (var name in (string[])["use_dora", "use_qalora", "lora_bias"])
            if (fields.Flag(name, false)) throw new CheckpointException($"'{path}': '{name}' is not supported, only plain LoRA is.", path);
        foreach (var name in (string[])["rank_pattern", "alpha_pattern"])
            if (fields.Object(name)?.Properties.Any() is true) throw new CheckpointException($"'{path}': '{name}' is not supported, one rank and alpha for all modules is.", path);
        return new()
        {
            Rank = fields.Size("r", 8),
            Alpha = fields.Number("lora_alpha", 8),
            Dropout = fields.Find("lora_dropout") is not { } value ? 0
                : value.ValueKind is System.Text.Json.JsonValueKind.Number && value.GetDouble() is >= 0 and < 1 and var share ? share : throw fields.Wrong("lora_dropout", value, "in [0, 1)"),
            RankStabilised = fields.Flag("use_rslora", false),
            TargetModules = Names(fields, "target_modules"),
            ModulesToSave = Names(fields, "modules_to_save"),
            BaseModel = fields.Text("base_model_name_or_path"),
            TaskType = fields.Text("task_type"),
            FanInFanOut = fields.Flag("fan_in_fan_out", false),
            Source = json,
        };
    }

    internal string ToJson() => ConfigOverlay.Apply(Source, Source is null ? [] : Fields(Parse(Source, FileName)), Fields(this));

    private static IReadOnlyList<string> Names(ConfigFields fields, string name) =>
        fields.Find(name) is { ValueKind: System.Text.Json.JsonValueKind.String } ? [fields.Text(name)!] : fields.Texts(name) ?? [];

    private static IEnumerable<(string Name, JsonNode? Value)> Fields(LoraConfig config) =>
    [
        ("peft_type", "LORA"),
        ("base_model_name_or_path", config.BaseModel),
        ("task_type", config.TaskType),
        ("r", config.Rank),
        ("lora_alpha", config.Alpha),
        ("lora_dropout", config.Dropout),
        ("use_rslora", config.RankStabilised),
        ("target_modules", List(config.TargetModules)),
        ("modules_to_save", config.ModulesToSave.Count == 0 ? null : List(config.ModulesToSave)),
        ("fan_in_fan_out", config.FanInFanOut),
        ("bias", "none"),
        ("inference_mode", true),
    ];

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
