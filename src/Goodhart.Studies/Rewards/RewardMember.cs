using Goodhart.Feedback;
using Goodhart.Learning;
using Goodhart.Models;
using Goodhart.Runs;

namespace Goodhart.Studies.Rewards;

/// <summary>One model of a training: made from the seed, then fitted stage by stage.</summary>
internal sealed class RewardMember(RewardTrainingOptions options, IReadOnlyList<RewardStage> stages, RewardText text, ulong seed)
{
    /// <summary>Parameters below which a second thread waits more than it works.</summary>
    private const int SmallModel = 3_000_000;

    private readonly Dictionary<Exchange, Encoded> encoded = [];

    /// <summary>A fresh model with a score head, one output per attribute of any stage.</summary>
    public LanguageScorer Create()
    {
        var rng = new Generator(Generator.Derive(seed, 0));
        var outputs = Math.Max(1, stages.OfType<RewardStage.Regress>().Select(stage => stage.Attributes.Count).DefaultIfEmpty().Max());
        var how = new LanguageScorerOptions(options.LoraRank is null ? Models.Trained.All : Models.Trained.Lora, options.LoraRank is { } rank ? new() { Rank = rank, Alpha = 2 * rank } : null, options.Dropout);
        var scorer = options.Model is { } folder ? LanguageScorer.FromBody(folder, outputs, rng, how) : LanguageScorer.FromScratch(options.Scratch.Config(text.Vocabulary, options.MaxLength), outputs, rng, how);
        if (scorer.Config.VocabularySize < text.Vocabulary)
            throw new InvalidDataException($"The tokenizer gives {text.Vocabulary} tokens, the model in '{options.Model}' knows {scorer.Config.VocabularySize}: they do not belong together.");
        scorer.PadWith(text.PadId);
        return scorer;
    }

    /// <summary>Fits every stage in turn; a stage that the run already ended is read from its checkpoint.</summary>
    /// <param name="scorer">What is trained.</param>
    /// <param name="pairs">Comparisons to learn from.</param>
    /// <param name="watched">Comparisons to stop by.</param>
    /// <param name="ratings">Ratings to learn from.</param>
    /// <param name="run">Where checkpoints go, a section per stage; null for nowhere.</param>
    /// <param name="progress">From 0 to 1 over all stages.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    public void Fit(LanguageScorer scorer, RewardPairs pairs, RewardPairs watched, IReadOnlyList<Rating<Exchange>> ratings, RunFolder? run, IProgress<double>? progress, CancellationToken cancellation)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            var stage = i;
            var (section, rng) = (run?.Section($"seed-{seed}/stage-{i + 1}"), new Generator(Generator.Derive(seed, (ulong)i + 1)));
            var told = progress is null ? null : new StageProgress(done => progress.Report((stage + done) / stages.Count));
            switch (stages[i])
            {
                case RewardStage.BradleyTerry bt:
                    Train(scorer, Pairs(pairs, bt), Pairs(watched, bt), Objective.Pairwise<Encoded>(new PairwiseOptions(Centring: bt.Centre) { Ties = bt.Ties is TieModel.RaoKupper ? new Ties.RaoKupper() : new Ties.Half() }), rng, section, told, cancellation);
                    break;
                case RewardStage.Regress regress:
                    Train(scorer, Ratings(ratings, regress.Attributes), [], Objective.Regression<Encoded>(regress.Attributes), rng, section, told, cancellation);
                    break;
            }
        }
    }

    private void Train<T>(LanguageScorer scorer, IReadOnlyList<T> examples, IReadOnlyList<T> watched, IObjective<T, Encoded> objective, Generator rng, RunSection? section, StageProgress? progress, CancellationToken cancellation)
    {
        var stops = options.Patience > 0 && watched.Count > 0;
        var how = new TrainingOptions(options.Epochs, options.Batch, options.Rate, WeightDecay: options.WeightDecay)
        {
            Patience = stops ? options.Patience : 0,
            KeepBest = stops,
            OneThread = scorer.Parameters.Count < SmallModel,
            LogEvery = 1,
            CheckpointEvery = 200,
            Schedule = new(Warmup: 0.05),
        };
        new RewardTrainer<T, Encoded>(scorer, objective, how, rng) { HeldOut = stops ? watched : [], Section = section, Progress = progress }.Fit(examples, cancellation);
    }

    private IReadOnlyList<Pair<Encoded>> Pairs(RewardPairs pairs, RewardStage.BradleyTerry bt) =>
        [.. pairs.Pairs.ToPairs(bt.Scaled ? StrengthUse.Weight : bt.Margin ? StrengthUse.Margin : StrengthUse.Ignore, bt.Ties is not TieModel.Drop)
            .Select(pair => new Pair<Encoded>(Encode(pair.First), Encode(pair.Second), pair.Target) { Margin = pair.Margin, Weight = pair.Weight, Origin = pair.Origin, Id = pair.Id })];

    private IReadOnlyList<Rating<Encoded>> Ratings(IReadOnlyList<Rating<Exchange>> ratings, IReadOnlyList<string> attributes) =>
        [.. ratings.Where(rating => attributes.Any(attribute => rating.Marks.TryGetValue(attribute, out var mark) && mark.Value is not null))
            .Select(rating => new Rating<Encoded>(Encode(rating.Item), rating.Marks) { Origin = rating.Origin })];

    private Encoded Encode(Exchange exchange)
    {
        if (!encoded.TryGetValue(exchange, out var known)) encoded.Add(exchange, known = text.Encode(exchange));
        return known;
    }

    private sealed class StageProgress(Action<double> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell((double)value.Step / Math.Max(1, value.Steps));
    }
}
