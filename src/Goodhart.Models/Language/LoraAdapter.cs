using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Low-rank adapters of a language model's linear maps (LoRA, 2021): each adds scaling·B·A to a weight that stays as it is.</summary>
/// <remarks>A starts uniform within ±1/√in and B at zero, as PEFT's do, so that a fresh adapter changes nothing.</remarks>
public sealed partial class LoraAdapter : IDisposable
{
    private const string A = ".lora_A.weight", B = ".lora_B.weight", Everywhere = "all-linear";

    private readonly Dictionary<string, LowRank> maps;

    private LoraAdapter(LoraConfig config, IReadOnlyList<string> modules, ParameterVector parameters)
    {
        (Config, Modules, Parameters) = (config, modules, parameters);
        maps = modules.ToDictionary(module => module, module => new LowRank(parameters[module + A], parameters[module + B], config.Scaling, config.Dropout), StringComparer.Ordinal);
    }

    public LoraConfig Config { get; }

    /// <summary>Adapted maps, such as "model.layers.0.self_attn.q_proj".</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>A and B of every adapted map, named as PEFT names them after "base_model.model.", and what is trained whole.</summary>
    public ParameterVector Parameters { get; }

    /// <summary>A fresh adapter.</summary>
    /// <param name="model">The model it is for.</param>
    /// <param name="config">Rank and targets; without targets q_proj and v_proj, or c_attn for GPT-2, as PEFT's defaults.</param>
    /// <param name="rng">Source of A.</param>
    /// <param name="whole">Parameters trained whole beside the adapters, such as a score head.</param>
    /// <param name="device">Where it lies.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">A target names no linear map of the model.</exception>
    public static LoraAdapter Fresh(
        LanguageConfig model, LoraConfig config, Generator rng, IReadOnlyList<(string Name, long[] Shape)>? whole = null, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        var shapes = Targets(model, config);
        var adapter = Empty(model, config, shapes, whole, device, type);
        using var gradless = no_grad();
        foreach (var (module, from, _) in shapes)
        {
            var drawn = new float[config.Rank * from];
            rng.Uniform(drawn);
            var bound = (float)(1 / Math.Sqrt(from));
            for (var i = 0; i < drawn.Length; i++) drawn[i] = ((2 * drawn[i]) - 1) * bound;
            using var values = tensor(drawn, [config.Rank, from]);
            adapter.Parameters[module + A].copy_(values);
        }

        return adapter;
    }

    /// <summary>An adapter as PEFT stores it.</summary>
    /// <exception cref="CheckpointException">A file is missing or malformed, or adapts a map that the model lacks.</exception>
    public static LoraAdapter Load(
        string folder, LanguageConfig model, IReadOnlyList<(string Name, long[] Shape)>? whole = null, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        using var stored = LoraFolder.Open(folder);
        var known = Maps(model).ToDictionary(map => map.Module, StringComparer.Ordinal);
        foreach (var module in stored.Modules)
            if (!known.ContainsKey(module)) throw new CheckpointException($"'{folder}' adapts '{module}', which this model does not have.{Nearest.Hint(module, known.Keys)}", folder);
        foreach (var name in stored.Whole)
            if (whole?.Any(w => w.Name == name) is not true) throw new CheckpointException($"'{folder}' holds '{name}' whole, which this model has no place for.", folder);
        var adapter = Empty(model, stored.Config, [.. stored.Modules.Select(module => known[module])], whole, device, type);
        using var gradless = no_grad();
        foreach (var module in stored.Modules)
        {
            var (a, b) = stored.Read(module);
            Copy(a, module + A);
            Copy(b, module + B);
        }

        foreach (var name in stored.Whole) Copy(stored.ReadWhole(name), name);
        return adapter;

        void Copy(Tensor value, string name)
        {
            using (value)
            {
                var place = adapter.Parameters[name];
                if (!place.shape.AsSpan().SequenceEqual(value.shape))
                    throw new CheckpointException($"'{folder}': '{name}' has shape [{string.Join(", ", value.shape)}], expected [{string.Join(", ", place.shape)}].", folder);
                place.copy_(value);
            }
        }
    }

    /// <summary>Writes the folder that PEFT reads.</summary>
    public void Save(string folder) => LoraFolder.Save(folder, Config,
        Modules.Select(module => (module, Parameters[module + A], Parameters[module + B])),
        Parameters.Names.Where(name => !name.EndsWith(A, StringComparison.Ordinal) && !name.EndsWith(B, StringComparison.Ordinal)).Select(name => (name, Parameters[name])));

    /// <summary>Adds every scaling·B·A to the weight it lies beside.</summary>
    internal void MergeInto(ParameterVector weights)
    {
        using var gradless = no_grad();
        foreach (var module in Modules)
        {
            using var scope = NewDisposeScope();
            var delta = maps[module].Delta();
            weights[module + ".weight"].add_(Config.FanInFanOut ? delta.t() : delta);
        }
    }

    internal LowRank? Find(string module) => maps.GetValueOrDefault(module);

    public void Dispose() => Parameters.Dispose();

    private static LoraAdapter Empty(LanguageConfig model, LoraConfig config, IReadOnlyList<(string Module, long In, long Out)> shapes,
        IReadOnlyList<(string, long[])>? whole, Device? device, ScalarType type)
    {
        var parameters = new ParameterVector(
            [.. shapes.SelectMany(s => new (string, long[])[] { (s.Module + A, [config.Rank, s.In]), (s.Module + B, [s.Out, config.Rank]) }), .. whole ?? []], device, type);
        return new(config with { FanInFanOut = model.Family is LanguageFamily.Gpt2 }, [.. shapes.Select(s => s.Module)], parameters);
    }

    private static List<(string Module, long In, long Out)> Targets(LanguageConfig model, LoraConfig config)
    {
        IReadOnlyList<string> targets = config.TargetModules.Count > 0 ? config.TargetModules : model.Family is LanguageFamily.Gpt2 ? ["c_attn"] : ["q_proj", "v_proj"];
        var maps = Maps(model).ToList();
        foreach (var target in targets)
            if (!maps.Any(map => Fits(map.Module, target)))
                throw new ArgumentException($"No linear map is called '{target}'.{Nearest.Hint(target, [.. maps.Select(map => map.Module.Split('.')[^1]).Distinct()])}", nameof(config));
        return [.. maps.Where(map => targets.Any(target => Fits(map.Module, target)))];
    }

    /// <summary>Linear maps inside the layers.</summary>
    private static IEnumerable<(string Module, long In, long Out)> Maps(LanguageConfig model) => LanguageLayout.Body(model)
        .Where(weight => weight.Shape.Length == 2 && weight.Name.Contains(model.Family is LanguageFamily.Gpt2 ? ".h." : ".layers.", StringComparison.Ordinal))
        .Select(weight => (weight.Name[..^".weight".Length], weight.Shape))
        .Select(map => model.Family is LanguageFamily.Gpt2 ? (map.Item1, map.Shape[0], map.Shape[1]) : (map.Item1, map.Shape[1], map.Shape[0]));

    private static bool Fits(string module, string target) =>
        target == Everywhere || module == target || module.EndsWith("." + target, StringComparison.Ordinal)
        || (Expression().IsMatch(target) && Regex.IsMatch(module, $"^(?:{target})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    [GeneratedRegex(@"[\\^$*+?()\[\]|]")]
    private static partial Regex Expression();
}
