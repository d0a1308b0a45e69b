using Goodhart.Audit.Cards;
using Goodhart.Audit.Probes;
using Goodhart.Learning.Judges;
using Goodhart.Models;
using Goodhart.Studies.Rewards;

namespace Goodhart.Cli;

/// <param name="Seed">Of the random reward and of a judge's waits.</param>
/// <param name="MaxLength">Most tokens of a text; null for the model's context.</param>
/// <param name="Batch">Texts a model scores at once.</param>
internal sealed record TextRewardOptions(ulong Seed = 1, int? MaxLength = null, int Batch = 16);

/// <summary>A reward of texts as the command line names it, wherever one is named: a folder with a reward model, a judge (chat:…), or a plain reward by name.</summary>
internal sealed class TextRewardSource : IDisposable
{
    private static readonly (string Name, Func<ulong, IReward<Completions>> Make)[] plain =
    [
        .. PlainRewards.All.Select(reward => (reward.Name, Known(reward))),
        ("shortness", _ => Goodhart.Reward.Each<Completions>("shortness", (batch, i) => -batch.Texts[i].Length, "character")),
        ("constant", _ => Goodhart.Reward.Each<Completions>("constant", (_, _) => 0f)),
        ("random", Random),
    ];

    private readonly OpenedJudge? judge;

    private TextRewardSource(IReward<Completions>? reward, OpenedJudge? judge = null, string? folder = null) => (Reward, this.judge, Folder) = (reward, judge, folder);

    /// <summary>What may be named, in a line.</summary>
    public static string Words => $"a folder with a reward model, a judge ({JudgeSpec.Prefix}MODEL), or a plain reward";

    /// <summary>What may be named, for help texts.</summary>
    public static string Help { get; } = $"""
        A reward is one of these:
          FOLDER        a reward model that goodhart reward train wrote, or a *ForSequenceClassification of transformers (GPT-2, Llama, Qwen2, Qwen3) with its tokenizer;
          {JudgeSpec.Prefix}MODEL    a model that is asked for marks, or for verdicts on pairs:
        {Folded(JudgeSpec.Help)}
          a plain name  {string.Join(", ", plain.Select(r => r.Name))}: one line each, to learn what a figure is worth.
        """;

    /// <summary>What scores answers one by one; null for a judge of pairs.</summary>
    public IReward<Completions>? Reward { get; }

    /// <summary>A judge that compares two answers; null for everything else.</summary>
    public PairJudge? Pairs => judge?.Pairs;

    /// <summary>The folder of a reward model; null for everything else.</summary>
    public string? Folder { get; }

    public ProbeTarget Target => Pairs is { } pairs ? ProbeTarget.Of(pairs) : ProbeTarget.Of(Reward!);

    /// <summary>What a judge has come to and used up; null for other rewards.</summary>
    public JudgeSummary? Summary => judge?.Summary;

    /// <summary>A sentence on the texts that were too long for the model so far; null where there was none.</summary>
    public string? Shortened => Reward is TrainedReward model && model.Text.Shortened() / model.Members.Count is > 0 and var count
        ? $"{count:N0} texts were too long for '{Folder}' and were read without their oldest turns, or the beginning of the prompt." : null;

    /// <exception cref="BadInputException">It is no reward; the message says what was looked for.</exception>
    /// <exception cref="CheckpointException">The folder's model cannot be read.</exception>
    public static TextRewardSource Open(string text, TextRewardOptions options, CancellationToken cancellation, bool orStored = false)
    {
        if (JudgeSpec.Is(text))
        {
            var judge = JudgeSpec.Parse(text).Open(new(options.Seed), cancellation: cancellation);
            return new(judge.Reward, judge);
        }

        if (plain.FirstOrDefault(r => r.Name == text).Make is { } make) return new(make(options.Seed));
        if (Directory.Exists(text)) return new(RewardFolder.Load(text, options.MaxLength, Ensure.Positive(options.Batch, "--batch")), folder: text);
        throw new BadInputException(File.Exists(text) ? $"'{text}' is a file; expected {Words}."
            : $"There is no {(orStored ? "file or " : "")}folder '{text}', and no plain reward of that name.{Nearest.Hint(text, [.. plain.Select(r => r.Name)])}");
    }

    /// <summary>How a model's scores are computed; nothing for other rewards.</summary>
    public IReadOnlyList<MechanicalCheck> Checks(IReadOnlyList<Exchange> references) =>
        Reward is TrainedReward model ? RewardModelChecks.Run(model, TextTokenizer.Load(RewardFolder.Members(Folder!)[0]), references) : [];

    /// <summary>Adds to the card in the model's folder, and says where it is; null where there is none, since a model from elsewhere has a page of its own.</summary>
    public string? Note(Func<RewardCard, RewardCard> change)
    {
        if (Folder is null || !File.Exists(Path.Combine(Folder, RewardCard.FileName))) return null;
        RewardCard.Change(Folder, change);
        return Path.Combine(Folder, RewardCard.PageName);
    }

    public void Dispose()
    {
        judge?.Dispose();
        (Reward as IDisposable)?.Dispose();
    }

    /// <summary>Lines of at most 130 columns, broken at commas and indented below what they explain.</summary>
    private static string Folded(string list)
    {
        var lines = new List<string> { "" };
        foreach (var item in list.Split(", "))
        {
            if (lines[^1].Length + item.Length < 112)
            {
                lines[^1] += lines[^1].Length > 0 ? $", {item}" : item;
                continue;
            }

            lines[^1] += ",";
            lines.Add(item);
        }

        return string.Join('\n', lines.Select(line => new string(' ', 16) + line));
    }

    private static Func<ulong, IReward<Completions>> Known(IReward<Completions> reward) => _ => reward;

    private static IReward<Completions> Random(ulong seed)
    {
        var rng = new Generator(seed);
        return Goodhart.Reward.Each<Completions>("random", (_, _) => rng.NextSingle());
    }
}
