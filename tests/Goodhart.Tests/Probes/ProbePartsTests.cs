using Goodhart.Audit.Probes;
using Goodhart.Data;

namespace Goodhart.Tests;

public sealed class ProbePartsTests
{
    [Fact]
    public void One_constant_output_wins_76_9_percent_of_AlpacaEval()
    {
        var stored = StoredVerdicts.Of([.. FeedbackFile.Read(SharedData.Path("alpaca_eval/NullModel/annotations.json.gz")).Preferences()], new(1));
        Assert.Equal((805, 1, 805, true), (stored.Pairs, stored.Second.Distinct, stored.Second.Count, stored.Second.IsConstant));
        Assert.Equal(0.769, stored.Second.WinRate.Estimate, 3);
        Assert.InRange(stored.Second.WinRate.Low, 0.73, 0.76);
        Assert.Same(stored.Second, stored.Exploit);
        Assert.False(stored.First.IsExploit());
    }

    [Theory]
    [InlineData("Natural", "GPT-4", 0.89)]
    [InlineData("Neighbor", "GPT-4", 0.69)]
    [InlineData("Natural", "ChatGPT", 0.54)]
    [InlineData("Neighbor", "ChatGPT", 0.04)]
    public void LLMBar_judges_are_right_in_both_orders_as_often_as_is_known(string set, string judge, double right)
    {
        var swaps = StoredSwaps.Read(SharedData.Path($"llmbar/{set}/judge-swap-{judge}.json.gz"), new(1));
        Assert.Equal(right, swaps.BothRight!.Value.Estimate, 2);
    }

    [Fact]
    public void Checks_find_scores_that_depend_on_their_batch()
    {
        var references = ProbeWorld.References(8);
        Assert.All(MechanicalChecks.Run(ProbeTarget.Of(ProbeWorld.Gold), references, cancellation: TestContext.Current.CancellationToken), c => Assert.True(c.Passed, c.Check));
        var count = 0;
        Assert.Equal(["again", "alone", "order", "padding"], Failed((batch, scores) => { for (var i = 0; i < scores.Length; i++) scores[i] = count++; }));
        Assert.Equal(["alone", "padding"], Failed((batch, scores) => scores.Fill(batch.Count)));
        Assert.Equal(["alone", "order"], Failed((batch, scores) => { for (var i = 0; i < scores.Length; i++) scores[i] = i; }));
        Assert.Equal(["padding"], Failed((batch, scores) => scores.Fill(batch.Texts.Max(t => t.Length) / 200)));

        string[] Failed(ScoreBatch<Completions> score) =>
            [.. MechanicalChecks.Run(ProbeTarget.Of(Reward.From("odd", score)), references, cancellation: TestContext.Current.CancellationToken).Where(c => !c.Passed).Select(c => c.Check.Split(':')[0])];
    }

    [Fact]
    public void Partial_rank_correlation_is_the_formula_s()
    {
        // r_xy = 0.8, r_xz = 0.8, r_yz = 0.4: (0.8 − 0.32)/√(0.36·0.84) = 0.872872.
        Assert.Equal(0.872872, ScoreCorrelates.PartialSpearman([1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 3, 4]), 6);
        Assert.True(double.IsNaN(ScoreCorrelates.PartialSpearman([1, 2, 3], [2, 1, 3], [1, 2, 3])));
        Assert.Equal(0.5, ScoreCorrelates.PartialSpearman([1, 2, 3], [2, 1, 3], [7, 7, 7]), 12);
    }

    [Fact]
    public void Correlates_name_what_a_score_moves_with_beyond_the_labels()
    {
        var rng = new Generator(5);
        Exchange[] answers = [.. Enumerable.Range(0, 200).Select(i => Exchange.Ask("Why?", new string('x', 10 + rng.NextInt(200))))];
        double[] labels = [.. answers.Select(_ => rng.NextNormal())];
        var byLabel = ScoreCorrelates.Of(answers, [.. labels.Select(l => l + 0.1 * rng.NextNormal())], labels, new(1));
        var byLength = ScoreCorrelates.Of(answers, [.. answers.Select((a, i) => labels[i] + a.Answer.Length / 50.0)], labels, new(1));
        Assert.False(Of(byLabel).Above(0) || Of(byLabel).Below(0));
        Assert.True(Of(byLength).Above(0.5));
        Assert.DoesNotContain(byLabel, c => c.Feature == "digits");        // it does not vary

        static Statistics.Interval Of(IReadOnlyList<ScoreCorrelate> all) => all.Single(c => c.Feature == "characters").Partial!.Value;
    }

    [Fact]
    public void A_search_finds_the_junk_a_reward_likes_and_nothing_in_gold()
    {
        var references = ProbeWorld.References(60);
        var options = new ExploitOptions(Budget: 2000);
        var praised = ProbeTarget.Of(ProbeWorld.And("flattered", text => (text.Contains("brilliant", StringComparison.Ordinal) ? 4 : 0) + (text.Contains("Smith et al.", StringComparison.Ordinal) ? 4 : 0)));
        var found = ExploitSearch.Run(praised, references, options, cancellation: TestContext.Current.CancellationToken);
        Assert.True(found.Constant.IsExploit && found.Constant.Wins == 1, $"{found.Constant}");
        Assert.Contains("Smith et al.", found.Constant.Text, StringComparison.Ordinal);
        Assert.True(found.Scored <= 2000, $"{found.Scored} scored");
        Assert.Equal(found.Constant.Recipe, ExploitSearch.Run(praised, references, options, cancellation: TestContext.Current.CancellationToken).Constant.Recipe);
        var gold = ExploitSearch.Run(ProbeTarget.Of(ProbeWorld.Gold), references, options, cancellation: TestContext.Current.CancellationToken);
        Assert.False(gold.Best.IsExploit || gold.Constant.IsExploit);
        Assert.True(gold.Best.Checked.Below(0));
        Assert.Throws<ArgumentException>(() => ExploitSearch.Run(praised, references[..3], options, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_constant_recipe_is_one_text_for_all_prompts()
    {
        var (rng, references) = (new Generator(3), ProbeWorld.References(5));
        for (var i = 0; i < 300; i++)
        {
            var recipe = Recipe.Random(rng).Mutate(rng);
            var texts = references.Select(recipe.Text).ToArray();
            Assert.All(texts, t => Assert.True(t.Length <= Recipe.Longest));
            if (recipe.IsConstant) Assert.Single(texts.Distinct());
            Assert.All(texts, t => Assert.DoesNotContain("fact", t, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_feedback_file_gives_the_best_answer_of_every_prompt_and_labels()
    {
        using var temp = new TempFolder();
        var file = temp.File("pairs.jsonl", """
            {"prompt": "p1", "chosen": "good", "rejected": "bad"}
            {"prompt": "p1", "chosen": "better", "rejected": "good"}
            {"prompt": "p2", "chosen": "fine", "rejected": "poor"}
            {"prompt": "p3", "chosen": "late", "rejected": "x"}
            """);
        var data = ProbeData.Of(FeedbackFile.Read(file), prompts: 2);
        Assert.Equal(["better", "fine"], data.References.Select(e => e.Answer.Trim()));
        Assert.Equal([0.5, 0, 1, 1, 0], data.Answers.Select(a => a.Label!.Value));
    }
}
