using System.Text.Json;
using Goodhart.Audit.Cards;
using Goodhart.Models;
using Goodhart.Runs;
using Goodhart.Studies;
using Goodhart.Studies.Rewards;

namespace Goodhart.Tests.RewardModels;

public sealed class RewardTrainingTests : IDisposable
{
    private static readonly string[] good = ["kind", "patient", "exact"], bad = ["rude", "hasty", "vague"];

    private static readonly RewardTrainingOptions small = new() { Scratch = new(16, 1, 2), Vocabulary = 300, Epochs = 6, Batch = 16, LearningRate = 1e-2, MaxLength = 64, HeldOut = 0.25, Seed = 3 };

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Run_WordsThatDecide_AreLearnt_AndTheFolderScoresTheSame()
    {
        var (training, folder) = (new RewardTraining(Data(), small), temp.In("reward"));
        var result = Train(training, small, folder, null);
        Assert.True(result.HeldOut!.Reward.Estimate > 0.95, $"{result.HeldOut.Reward}");
        Assert.Equal("Bradley–Terry", result.Card.Objective);
        Assert.True(RewardCard.Load(folder).IsSealed);
        var config = LanguageConfig.Load(folder);
        Assert.Equal("Qwen3ForSequenceClassification", config.Architectures[0]);
        Assert.Equal(["LABEL_0"], config.Labels);
        using (var weights = CheckpointFolder.Open(folder)) Assert.Equal([1L, 16], weights.Entry("score.weight").Shape);

        using var alone = RewardFolder.Load(folder, batch: 1);
        using var together = RewardFolder.Load(folder, batch: 32);
        Exchange[] asked = [.. Enumerable.Range(0, 9).Select(i => Exchange.Ask($"How is number {i}?", $"It is {good[i % 3]} and {string.Join(' ', bad[..(i % 3)])} it is"))];
        float[] one = new float[9], many = new float[9];
        alone.Evaluate(Completions.Of(asked), one);
        together.Evaluate(Completions.Of(asked), many);
        for (var i = 0; i < 9; i++) Assert.Equal(one[i], many[i], 5);
    }

    [Fact]
    public void Run_StoppedAndGoneOnWith_EndsAtTheSameBits()
    {
        var data = Data();
        Train(new(data, small), small, temp.In("whole"), null);
        using var stop = new CancellationTokenSource();
        using (var run = RunFolder.Create(temp.In("runs"), "reward", small, small.Seed, TimeProvider.System))
        {
            var seen = 0;
            var result = Train(new(data, small), small, temp.In("parts"), run, new Told(_ => { if (++seen == 5) stop.Cancel(); }), stop.Token);
            Assert.True(result.Interrupted);
            Assert.Contains("--resume", result.Card.Notes.Single(), StringComparison.Ordinal);
        }

        Assert.NotEqual(Weights("whole"), Weights("parts"));
        using (var run = RunFolder.Open(Directory.GetDirectories(temp.In("runs")).Single()))
            Assert.False(Train(new(data, small), small, temp.In("parts"), run).Interrupted);
        Assert.Equal(Weights("whole"), Weights("parts"));
        Assert.Equal(RewardCard.Load(temp.In("whole")).Lineage, RewardCard.Load(temp.In("parts")).Lineage);
    }

    [Fact]
    public void Run_Members_DifferAndTheRewardIsTheirMean()
    {
        var options = small with { Members = 2, Epochs = 1, Patience = 1 };
        var result = Train(new(Data(), options), options, temp.In("pair"), null);
        Assert.Equal(2, result.Card.Seeds.Distinct().Count());
        using var reward = RewardFolder.Load(temp.In("pair"));
        Assert.NotEqual(Weights("pair/member-1"), Weights("pair/member-2"));
        var answer = ScoredAnswers.Of([new Goodhart.Data.PromptRow("1", default!, [new(Role.User, "How is it?")])], reward).Single();
        Assert.Equal(["member 1", "member 2"], answer.Parts.Keys);
        Assert.Equal(answer.Parts.Values.Average(), answer.Score, 5);
    }

    [Fact]
    public void Run_OnATrainedFolderWithAnAdapter_KeepsItsLineage()
    {
        var options = small with { Epochs = 1 };
        var first = Train(new(Data(), options), options, temp.In("first"), null);
        var second = options with { Model = temp.In("first"), LoraRank = 2, Stages = ["bt:centre=0.01,ties=drop"] };
        var result = Train(new(Data(), second), second, temp.In("second"), null);
        Assert.Equal([first.Card.Lineage], result.Card.Parents);
        Assert.Equal("LoRA of rank 2, merged", result.Card.Options["adapter"]);
        using var weights = CheckpointFolder.Open(temp.In("second"));
        Assert.DoesNotContain(weights.Names, name => name.Contains("lora", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_RatingsThenComparisons_NamesItsOutputs()
    {
        var file = temp.File("ratings.jsonl", string.Concat(Enumerable.Range(0, 24).SelectMany(i => new[] { Rated(i, good[i % 3], 4), Rated(i, bad[i % 3], 1) })));
        var options = small with { Stages = ["regress:helpfulness,correctness", "bt:scaled"] };
        var data = RewardData.Read([file]);
        Assert.Equal((48, 0, 24), (data.Ratings.Count, data.Pairs.Pairs.Count, data.Comparable.Decided));
        var result = Train(new(data, options), options, temp.In("rated"), null);
        Assert.Equal("regression on helpfulness, correctness, then scaled Bradley–Terry", result.Card.Objective);
        Assert.True(result.HeldOut!.Reward.Estimate > 0.95, $"{result.HeldOut.Reward}");
        var config = LanguageConfig.Load(temp.In("rated"));
        Assert.Equal(["helpfulness", "correctness"], config.Labels);
        Assert.Equal("regression", config.ProblemType);
        var single = RewardData.Read([temp.File("single.jsonl", string.Concat(Enumerable.Range(0, 4).Select(i => Rated(i, good[0], i))))]);
        Assert.Contains("Stage 'bt' needs comparisons, or ratings of several answers", Assert.Throws<ArgumentException>(() => new RewardTraining(single, small with { Stages = ["bt"] })).Message, StringComparison.Ordinal);
        Assert.Contains("nothing was rated for 'helpfulnes'. Did you mean 'helpfulness'?", Assert.Throws<ArgumentException>(() => new RewardTraining(data, options with { Stages = ["regress:helpfulnes"] })).Message, StringComparison.Ordinal);
    }

    /// <summary>People's labels, a small share of them: the figures are counted right, and a model this small is not far from chance.</summary>
    [Fact]
    public void Folds_OnPeoplesLabels_AreMeasuredBesideTheRules()
    {
        var pairs = FineGrainedFoldsTests.Load(30);
        var options = small with { Epochs = 1, MaxLength = 96, Vocabulary = 512 };
        var comparison = RewardFolds.Run(pairs, 2, new RewardTraining(Data(), options).Learner(exchanges => RewardTexts.For(options, exchanges)), new Generator(2), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((pairs.Decided, 30, 2), (comparison.Pairs, comparison.Prompts, comparison.Folds.Count));
        Assert.InRange(comparison.Reward.Estimate, 0.3, 0.75);
    }

    [Fact]
    public async Task Command_TrainsScoresAndResumes()
    {
        var file = PairsFile();
        var folder = temp.In("r");
        var train = await Invocation.Of("reward", "train", file, "--from-scratch", "16x1x2", "--vocabulary", "300", "--epochs", "2", "--learning-rate", "0.01", "--out", folder, "--json", "--quiet");
        Assert.Equal((0, ""), (train.Code, train.Err));
        using var document = JsonDocument.Parse(train.Out);
        Assert.True(document.RootElement.GetProperty("heldOut").GetProperty("reward").GetProperty("estimate").GetDouble() is >= 0 and <= 1);
        var before = Weights("r");
        var again = await Invocation.Of("reward", "train", "--resume", folder, "--quiet");
        Assert.Equal(0, again.Code);
        Assert.Contains("this reward", again.Out, StringComparison.Ordinal);
        Assert.Equal(before, Weights("r"));
        var score = await Invocation.Of("reward", "score", folder, file, "--json");
        Assert.Equal(96, score.Out.Split('\n').Length);
        Assert.StartsWith("{\"id\":", score.Out, StringComparison.Ordinal);
        Assert.Contains("96 answers, the first 20 shown", (await Invocation.Of("reward", "score", folder, file)).Out, StringComparison.Ordinal);
        Assert.Contains("holds a reward already", (await Invocation.Of("reward", "train", file, "--out", folder)).Err, StringComparison.Ordinal);
        File.AppendAllText(file, "\n");
        Assert.Contains("changed since training began", (await Invocation.Of("reward", "train", "--resume", folder)).Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Which feedback?", "reward", "train")]
    [InlineData("Where to?", "reward", "train", "x.jsonl")]
    [InlineData("exclude each other", "reward", "train", "x.jsonl", "--model", "a", "--from-scratch", "tiny")]
    [InlineData("is no size", "reward", "train", "x.jsonl", "--from-scratch", "gigantic", "--out", "y")]
    [InlineData("holds no training to go on with", "reward", "train", "--resume", "nowhere")]
    [InlineData("There is no folder 'nowhere'", "reward", "score", "nowhere", "x.jsonl")]
    [InlineData("Batch must be positive, was 0", "reward", "train", "x.jsonl", "--batch", "0", "--out", "y")]
    public async Task Command_Mistakes_AreOneLine(string expected, params string[] args)
    {
        var call = await Invocation.Of(args);
        Assert.Equal((2, ""), (call.Code, call.Out));
        Assert.Contains(expected, call.Err, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', call.Err);
    }

    private static RewardTrainingResult Train(RewardTraining training, RewardTrainingOptions options, string folder, RunFolder? run, IProgress<StudyProgress>? progress = null, CancellationToken? cancellation = null) =>
        training.Run(RewardTexts.For(options, training.Exchanges), folder, run, progress, cancellation ?? TestContext.Current.CancellationToken);

    private RewardData Data() => RewardData.Read([PairsFile()]);

    private string PairsFile() => temp.File("pairs.jsonl", string.Concat(Enumerable.Range(0, 48).Select(i =>
        $$"""{"prompt": "How is number {{i}}?", "chosen": "It is {{good[i % 3]}} indeed", "rejected": "It is {{bad[i / 3 % 3]}} indeed"}""" + "\n")));

    private static string Rated(int i, string word, int mark) =>
        $$"""{"prompt": "How is number {{i}}?", "response": "It is {{word}} indeed", "helpfulness": {{mark}}, "correctness": {{mark}}, "coherence": 3, "complexity": 1, "verbosity": 2}""" + "\n";

    private byte[] Weights(string name) => File.ReadAllBytes(Path.Combine(temp.In(name), "model.safetensors"));

    private sealed class Told(Action<StudyProgress> tell) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => tell(value);
    }
}
