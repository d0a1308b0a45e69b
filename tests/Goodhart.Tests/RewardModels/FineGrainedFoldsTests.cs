using Goodhart.Data;
using Goodhart.Studies.Rewards;

namespace Goodhart.Tests.RewardModels;

/// <summary>Real labels: people's comparisons of four answers to each of 500 questions.</summary>
public class FineGrainedFoldsTests
{
    /// <summary>The rules against each other on all pairs, and the control: a reward that knows nothing is at chance.</summary>
    [Fact]
    public void Rules_OnFiveFolds_AreWhereTheyWereMeasured()
    {
        var pairs = Load();
        Assert.Equal((3000, 2616, 500), (pairs.Pairs.Count, pairs.Decided, pairs.Prompts));
        var comparison = RewardFolds.Run(pairs, 5, (train, rng, _, _) =>
        {
            var noise = rng.NextWord();
            return Reward.Each<Completions>("noise", (batch, i) => new Generator(batch.Texts[i].Aggregate(noise, (hash, c) => (hash ^ c) * 1099511628211)).NextSingle());
        }, new Generator(1), cancellation: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"noise {comparison.Reward}, length {comparison.Length}, lexical {comparison.Lexical}, first shown {comparison.FirstShown:F4}");
        Assert.Equal((2616, 384, 500, 5), (comparison.Pairs, comparison.Ties, comparison.Prompts, comparison.Folds.Count));
        Assert.Equal(1577 / 2616.0, comparison.FirstShown, 10);
        Assert.True(comparison.Reward.Low < 0.5 && comparison.Reward.High > 0.5, $"{comparison.Reward}");
        Assert.Equal("not above chance", comparison.Verdict);
    }

    internal static RewardPairs Load(int questions = int.MaxValue)
    {
        var path = Repository.SharedData is { } data ? Path.Combine(data, "fine-grained-rlhf", "dev_feedback.json") : "";
        if (!File.Exists(path)) Assert.Skip("FineGrainedRLHF's feedback is absent (shared/data/fine-grained-rlhf in a folder above).");
        return RewardPairs.Of(FeedbackFile.Read(path).Preferences()).Where(prompt => prompt < questions);
    }
}
