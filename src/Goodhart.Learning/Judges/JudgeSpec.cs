using System.Globalization;
using System.Text.Json;
using Goodhart.Chat;

namespace Goodhart.Learning.Judges;

/// <summary>A judge as one word, for wherever a reward is named: chat:MODEL?mode=rating&amp;cache=verdicts.jsonl.</summary>
public sealed record JudgeSpec
{
    /// <summary>What every such word begins with.</summary>
    public const string Prefix = "chat:";

    /// <summary>The form, for help texts.</summary>
    public const string Help = "chat:MODEL?mode=rating|rubric|pair and, each behind an &, scale=1-10, decimals=yes, criterion=TEXT, criteria=FILE (JSON: [{name, meaning, weight}]), prompt=FILE, cache=FILE, "
        + "replay=FILE (answers from a cache alone; MODEL may then be left out), unreadable=fail|neutral|worst, at-once=N, per-minute=N, attempts=N, timeout=SECONDS, price=IN/OUT, cost-limit=COST";

    private static readonly JsonSerializerOptions json = new() { PropertyNameCaseInsensitive = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The model, as <see cref="ChatEndpoint.Parse"/> reads it; empty for a replay.</summary>
    public required string Model { get; init; }

    public JudgeMode Mode { get; init; }

    public MarkScale Scale { get; init; } = new();

    /// <summary>What alone is marked; null for the whole answer.</summary>
    public string? Criterion { get; init; }

    /// <summary>File of the rubric's criteria.</summary>
    public string? Criteria { get; init; }

    /// <summary>File of a prompt of one's own.</summary>
    public string? Prompt { get; init; }

    /// <summary>File that verdicts are kept in.</summary>
    public string? Cache { get; init; }

    /// <summary>Verdicts come from <see cref="Cache"/> alone.</summary>
    public bool Replay { get; init; }

    public JudgeOptions Options { get; init; } = new();

    public ChatLimits Limits { get; init; } = new();

    public RetryOptions Retry { get; init; } = new();

    /// <summary>Longest wait for a reply, seconds.</summary>
    public double TimeoutSeconds { get; init; } = 120;

    /// <summary>Whether a text means a judge.</summary>
    public static bool Is(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a word of the form in <see cref="Help"/>.</summary>
    /// <exception cref="ArgumentException">It is of no such form; the message names the part.</exception>
    public static JudgeSpec Parse(string text)
    {
        if (!Is(text)) throw new ArgumentException($"'{text}' is no judge: expected {Prefix}MODEL?mode=rating.", nameof(text));
        var body = text[Prefix.Length..];
        var query = body.LastIndexOf('?');
        return JudgeQuery.Read(text, query < 0 ? body : body[..query], query < 0 ? "" : body[(query + 1)..]);
    }

    /// <summary>The judge, ready to be asked.</summary>
    /// <param name="rng">Of the waits between retries.</param>
    /// <param name="verdicts">Told how many verdicts there are.</param>
    /// <param name="cancellation">Ends the judging.</param>
    /// <exception cref="ArgumentException">The model is none.</exception>
    public OpenedJudge Open(Generator rng, IProgress<long>? verdicts = null, CancellationToken cancellation = default)
    {
        var prompt = Prompt is null ? null : JudgePrompt.FromFile(Prompt);
        var criteria = Mode == JudgeMode.Rubric ? ReadCriteria(Criteria!) : [];
        var client = Replay ? CachedChat.Replay(Cache!) : CachedChat.Of(new ChatSetup(Model, Limits: Limits, Retry: Retry, TimeoutSeconds: TimeoutSeconds).Open(rng), Cache);
        var judge = new ChatJudge(client, Options, cancellation: cancellation) { Progress = verdicts };
        return Mode switch
        {
            JudgeMode.Pair => new(client, judge, null, new PairJudge(judge, prompt)),
            JudgeMode.Rubric => new(client, judge, RubricJudge.Of(judge.Name, judge, criteria, Scale, prompt), null),
            _ => new(client, judge, new MarkJudge(judge, Scale, Criterion, prompt), null),
        };
    }

    private static Criterion[] ReadCriteria(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Criterion[]>(File.ReadAllText(path), json) ?? throw new JsonException("a list was expected, found null");
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException($"{path}: criteria are a JSON list of {{\"name\", \"meaning\", \"weight\"}} ({cause.Message.Split(" Path:")[0].TrimEnd('.')}).", cause);
        }
    }
}

/// <summary>A judge with its connection.</summary>
/// <param name="client">The connection, which it owns.</param>
/// <param name="judge">Who judges.</param>
/// <param name="reward">Its marks; null where it compares.</param>
/// <param name="pairs">Its comparisons; null where it marks.</param>
public sealed class OpenedJudge(CachedChat client, ChatJudge judge, IReward<Completions>? reward, PairJudge? pairs) : IDisposable
{
    public IReward<Completions>? Reward { get; } = reward;

    public PairJudge? Pairs { get; } = pairs;

    public JudgeSummary Summary => judge.Summary;

    public void Dispose() => client.Dispose();
}

/// <summary>Reads the part of a judge's word behind the question mark.</summary>
internal static class JudgeQuery
{
    private static readonly string[] known =
        ["mode", "scale", "decimals", "criterion", "criteria", "prompt", "cache", "replay", "unreadable", "at-once", "per-minute", "attempts", "timeout", "price", "cost-limit"];

    public static JudgeSpec Read(string text, string model, string query)
    {
        var values = Values(text, query);
        string? Get(string name) => values.GetValueOrDefault(name);
        int? Count(string name) => Get(name) is not { } given ? null : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : throw Wrong(text, name, given, "a whole number above 0");
        double? Amount(string name) => Get(name) is not { } given ? null
            : double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && x > 0 && double.IsFinite(x) ? x : throw Wrong(text, name, given, "a number above 0");

        var mode = Word(text, "mode", Get("mode"), JudgeMode.Rating);
        if (Get("cache") is not null && Get("replay") is not null) throw new ArgumentException($"Judge '{text}': cache and replay exclude each other.");
        if (model.Length == 0 && Get("replay") is null) throw new ArgumentException($"Judge '{text}' names no model: expected {JudgeSpec.Prefix}MODEL.");
        if (mode == JudgeMode.Rubric != (Get("criteria") is not null)) throw new ArgumentException($"Judge '{text}': mode=rubric and criteria=FILE go together.");
        if (mode != JudgeMode.Rating && Get("criterion") is not null) throw new ArgumentException($"Judge '{text}': criterion goes with mode=rating.");
        if (Get("cost-limit") is not null && Get("price") is null) throw new ArgumentException($"Judge '{text}': cost-limit needs the model's price=IN/OUT, the prices of a million tokens read and written.");
        foreach (var name in new[] { "criteria", "prompt", "replay" })
            if (Get(name) is { } file && !File.Exists(file)) throw new ArgumentException($"Judge '{text}': there is no file '{file}'.");
        var defaults = new JudgeOptions();
        return new JudgeSpec
        {
            Model = model,
            Mode = mode,
            Scale = Scale(text, Get("scale"), Get("decimals")),
            Criterion = Get("criterion"),
            Criteria = Get("criteria"),
            Prompt = Get("prompt"),
            Cache = Get("cache") ?? Get("replay"),
            Replay = Get("replay") is not null,
            Options = defaults with { Unreadable = Word(text, "unreadable", Get("unreadable"), WhenUnreadable.Fail), AtOnce = Count("at-once") ?? defaults.AtOnce },
            Limits = new(Count("per-minute"), Cost: Amount("cost-limit"), Prices: Get("price") is { } price ? Prices(model, price) : null),
            Retry = new(Count("attempts") ?? 5),
            TimeoutSeconds = Amount("timeout") ?? 120,
        };
    }

    private static Dictionary<string, string> Values(string text, string query)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new ArgumentException($"Judge '{text}' has no '{name}'.{Nearest.Hint(name, known)}");
            if (equals < 0 || equals == part.Length - 1) throw new ArgumentException($"Judge '{text}': {name} has no value.");
            if (!values.TryAdd(name, Uri.UnescapeDataString(part[(equals + 1)..]))) throw new ArgumentException($"Judge '{text}' says {name} twice.");
        }

        return values;
    }

    private static T Word<T>(string text, string name, string? given, T otherwise) where T : struct, Enum
    {
        if (given is null) return otherwise;
        var at = Array.FindIndex(Enum.GetNames<T>(), n => string.Equals(n, given, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? Enum.GetValues<T>()[at] : throw Wrong(text, name, given, string.Join(" or ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant())));
    }

    private static MarkScale Scale(string text, string? given, string? decimals)
    {
        if (decimals is not (null or "yes" or "no")) throw Wrong(text, "decimals", decimals, "yes or no");
        var ends = (given ?? "1-10").Split('-');
        return ends.Length == 2 && double.TryParse(ends[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var low)
            && double.TryParse(ends[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var high) && low < high
            ? new(low, high, decimals != "yes") : throw Wrong(text, "scale", given!, "two numbers, the lower first, as in 1-10");
    }

    private static Dictionary<string, ChatPrice> Prices(string model, string price)
    {
        var name = model.Length > 0 ? ChatEndpoint.Parse(model, _ => "any").Model : "replay";
        var parsed = ChatPrice.Parse($"{name}={price}");
        return new() { [parsed.Model] = parsed.Price };
    }

    private static ArgumentException Wrong(string text, string name, string given, string expected) => new($"Judge '{text}': {name} must be {expected}, was '{given}'.");
}
