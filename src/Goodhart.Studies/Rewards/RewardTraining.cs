using Goodhart.Audit.Cards;
using Goodhart.Feedback;
using Goodhart.Models;
using Goodhart.Runs;

namespace Goodhart.Studies.Rewards;

/// <summary>From feedback to a reward model with its card: one split by prompt, one tokenizer, members by seed, and a test on what was held out.</summary>
public sealed class RewardTraining
{
    private readonly RewardData data;
    private readonly RewardTrainingOptions options;
    private readonly RewardPairs train, watched, test;
    private readonly IReadOnlyList<Rating<Exchange>> ratings;

    /// <exception cref="ArgumentException">The options do not fit the data; the message says how.</exception>
    public RewardTraining(RewardData data, RewardTrainingOptions options)
    {
        (this.data, this.options) = (data, options.Checked());
        Stages = [.. (options.Stages.Count > 0 ? options.Stages.Select(RewardStage.Parse) : data.Stages).Select(Known)];
        var rng = new Generator(Generator.Derive(options.Seed, 0));
        var (rest, held) = data.Comparable.Split(options.HeldOut, rng);
        (train, watched) = options.Patience > 0 ? rest.Split(options.HeldOut, rng) : (rest, rest.Where(_ => false));
        test = held;
        ratings = WithoutPrompts(data.Ratings, [held, watched]);
    }

    /// <summary>What is fitted, one after the other.</summary>
    public IReadOnlyList<RewardStage> Stages { get; }

    /// <summary>Answers that training sees, for a tokenizer.</summary>
    public IEnumerable<Exchange> Exchanges => train.Pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Concat(ratings.Select(rating => rating.Item)).Distinct();

    /// <summary>Trains, saves and tests.</summary>
    /// <param name="text">How the models read.</param>
    /// <param name="folder">Folder of the reward; it is made.</param>
    /// <param name="run">Where checkpoints go; a run that was stopped goes on bit for bit.</param>
    /// <param name="progress">Member and how far it is.</param>
    /// <param name="cancellation">Stops between two updates; what was learnt is saved.</param>
    public RewardTrainingResult Run(RewardText text, string folder, RunFolder? run, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        var members = new List<LanguageScorer>();
        var interrupted = false;
        Exception? failure = null;
        for (var i = 0; i < options.Members && !interrupted && failure is null; i++)
        {
            var member = new RewardMember(options, Stages, text, Seed(i));
            var scorer = member.Create();
            members.Add(scorer);
            try
            {
                member.Fit(scorer, train, watched, ratings, run, Told(progress, i), cancellation);
            }
            catch (OperationCanceledException)
            {
                interrupted = true;
            }
            catch (Learning.TrainingNumberException e)
            {
                failure = e;
            }
        }

        using var reward = new TrainedReward(Path.GetFileName(Path.GetFullPath(folder)), text, members);
        var comparison = test.Decided > 0 ? RewardFolds.Test(reward, train, test, new Generator(Generator.Derive(options.Seed, 1))) : null;
        var card = Card(reward, comparison, interrupted ? "Training was stopped before its end; goodhart reward train --resume goes on with it." : failure?.Message);
        RewardFolder.Save(folder, reward, Stages, card);
        return new(card, comparison, interrupted, failure);
    }

    /// <summary>Trains on some pairs and tests on others, for folds; nothing is saved.</summary>
    /// <param name="read">A tokenizer made from the answers of the training pairs, or one that is given.</param>
    public LearnReward Learner(Func<IEnumerable<Exchange>, RewardText> read) => (pairs, rng, progress, cancellation) =>
    {
        var text = read(pairs.Pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct());
        var (seed, members) = (rng.NextWord(), new List<LanguageScorer>());
        var prompts = pairs.Pairs.Select(pair => pair.First.PromptText).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < options.Members; i++)
        {
            var member = new RewardMember(options, Stages, text, Generator.Derive(seed, (ulong)i));
            members.Add(member.Create());
            member.Fit(members[^1], pairs, pairs.Where(_ => false), [.. data.Ratings.Where(rating => prompts.Contains(rating.Item.PromptText))], null, progress, cancellation);
        }

        return new TrainedReward("reward", text, members);
    };

    private ulong Seed(int member) => member == 0 ? options.Seed : Generator.Derive(options.Seed, (ulong)member + 100);

    private RewardCard Card(TrainedReward reward, RewardComparison? comparison, string? note)
    {
        var parent = options.Model is { } model && File.Exists(Path.Combine(model, RewardCard.FileName)) ? RewardCard.Load(model).Lineage : null;
        var source = data.ToCard();
        return new()
        {
            Name = reward.Name,
            Objective = string.Join(", then ", Stages.Select(stage => stage.Words)),
            Data = source with { Counts = new Dictionary<string, long>(source.Counts) { ["texts shortened"] = reward.Text.Shortened() } },
            Options = options.ToCard(Stages),
            Seeds = [.. Enumerable.Range(0, reward.Members.Count).Select(Seed)],
            BaseModel = options.Model is { } grown ? Path.GetFileName(Path.TrimEndingDirectorySeparator(grown)) : null,
            Parents = parent is not null ? [parent] : options.Model is not null ? [.. Directory.GetFiles(options.Model, "*.safetensors").Order(StringComparer.Ordinal).Select(file => CardFile.Of(file).Sha256)] : [],
            HeldOut = comparison is null ? [] : [comparison.ToCard("held-out prompts")],
            Notes = note is null ? [] : [note],
            Library = typeof(RewardTraining).Assembly.GetName().Version?.ToString(3),
        };
    }

    /// <summary>A stage with everything that the data decide.</summary>
    private RewardStage Known(RewardStage stage)
    {
        if (stage is RewardStage.BradleyTerry)
            return data.Comparable.Decided > 0 ? stage : throw new ArgumentException($"Stage '{stage.Spelt}' needs comparisons, or ratings of several answers to one prompt; the data hold neither.");
        var regress = (RewardStage.Regress)stage;
        if (data.Ratings.Count == 0) throw new ArgumentException($"Stage '{stage.Spelt}' needs ratings, the data hold none.");
        foreach (var attribute in regress.Attributes)
            if (!data.Attributes.Contains(attribute)) throw new ArgumentException($"Stage '{stage.Spelt}': nothing was rated for '{attribute}'.{Nearest.Hint(attribute, [.. data.Attributes])}");
        return regress.Attributes.Count > 0 ? regress : new RewardStage.Regress(data.Attributes);
    }

    private static IReadOnlyList<Rating<Exchange>> WithoutPrompts(IReadOnlyList<Rating<Exchange>> ratings, RewardPairs[] held)
    {
        var prompts = held.SelectMany(pairs => pairs.Pairs).Select(pair => pair.First.PromptText).ToHashSet(StringComparer.Ordinal);
        return prompts.Count == 0 ? ratings : [.. ratings.Where(rating => !prompts.Contains(rating.Item.PromptText))];
    }

    private Member? Told(IProgress<StudyProgress>? progress, int member) =>
        progress is null ? null : new Member(progress, options.Members == 1 ? "train" : $"train member {member + 1} of {options.Members}");

    private sealed class Member(IProgress<StudyProgress> progress, string job) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new(job, value, ""));
    }
}

/// <summary>What came of a training.</summary>
/// <param name="Card">The card that was saved.</param>
/// <param name="HeldOut">Accuracy beside simple rules; null where nothing decided was held out.</param>
/// <param name="Interrupted">Whether it was stopped.</param>
/// <param name="Failure">Why it ended early, such as a loss that was not a number; the last good state was saved.</param>
public sealed record RewardTrainingResult(RewardCard Card, RewardComparison? HeldOut, bool Interrupted, Exception? Failure);
