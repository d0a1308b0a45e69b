using System.Text.Json;
using System.Text.Json.Serialization;
using Goodhart.Runs;

namespace Goodhart.Audit.Cards;

/// <summary>What is known about a reward: where it comes from, how it was made, and how far it may be trusted.</summary>
/// <remarks>
/// It lies beside the reward's weights as <c>reward-card.json</c> for programs and as <c>README.md</c> for people. What the weights came from is sealed by
/// <see cref="Lineage"/>; results are added later, by benches and probes, and are not part of it.
/// </remarks>
public sealed record RewardCard
{
    public const string FileName = "reward-card.json", PageName = "README.md";

    /// <summary>What the reward is called.</summary>
    public required string Name { get; init; }

    /// <summary>The objective it was trained with, in words of the field: "Bradley–Terry", "regression".</summary>
    public required string Objective { get; init; }

    public required CardData Data { get; init; }

    /// <summary>Everything that was chosen, as words by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>One per member.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>Folder or name of the model it grew from; null where it was trained from scratch.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Lineage hashes, or hashes of weights, of what it grew from.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>Accuracy on held-out data beside simple rules; empty where nothing was held out.</summary>
    public IReadOnlyList<CardResult> HeldOut { get; init; } = [];

    public IReadOnlyList<CardResult> Benches { get; init; } = [];

    public IReadOnlyList<CardResult> Probes { get; init; } = [];

    public IReadOnlyList<CardExploit> KnownExploits { get; init; } = [];

    /// <summary>What a reader should know besides, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Version of the library that made it.</summary>
    public string? Library { get; init; }

    /// <summary>Seal over parents, data, objective, options and seeds.</summary>
    public string Lineage { get => field ?? LineageHash.Of(this); init; }

    /// <summary>Whether the seal still fits what the card says of its origin.</summary>
    [JsonIgnore]
    public bool IsSealed => Lineage == LineageHash.Of(this);

    public string ToJson() => JsonSerializer.Serialize(this, RunRecord.Json) + "\n";

    /// <exception cref="InvalidDataException">The text is not a card; the message says where.</exception>
    public static RewardCard Parse(string json, string name = FileName)
    {
        try
        {
            return JsonSerializer.Deserialize<RewardCard>(json, RunRecord.Json) ?? throw new InvalidDataException($"'{name}' holds no reward card, but null.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"'{name}' is not a reward card: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The card of a reward's folder.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static RewardCard Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Parse(File.ReadAllText(path), path) : throw new FileNotFoundException($"'{folder}' holds no {FileName}: the reward there was not trained by goodhart.", path);
    }

    /// <summary>Writes reward-card.json and README.md into a folder, each whole or not at all.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, PageName), CardPage.Of(this));
        Replace(Path.Combine(folder, FileName), ToJson());
    }

    /// <summary>Adds to the card of a folder, as a bench or a probe does when it is done.</summary>
    public static RewardCard Change(string folder, Func<RewardCard, RewardCard> change)
    {
        var card = Load(folder);
        var sealedBefore = card.Lineage;
        var changed = change(card) with { Lineage = sealedBefore };
        changed.Save(folder);
        return changed;
    }

    private static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
