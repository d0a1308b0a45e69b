using Goodhart.Data;
using Goodhart.Feedback;

namespace Goodhart.Tests;

/// <summary>One row of each format, written by hand, and what it says.</summary>
public sealed class FormatTests
{
    private static (FeedbackSet Set, FeedbackRow Row) One(string format, string row)
    {
        var set = Feeding.Read(row);
        Assert.Equal((format, ""), (set.Log.Formats["file"], string.Join("; ", set.Log.Faults)));
        return (set, set.Rows[0]);
    }

    private static Preference<Exchange> Pair(string format, string row) => Assert.IsType<PreferenceRow>(One(format, row).Row).Preference;

    [Fact]
    public void TrlPreference_StandardWithPrompt()
    {
        var pair = Pair("trl-preference", """{"prompt": "The sky is", "chosen": " blue.", "rejected": " green.", "margin": 2, "annotator_id": 7, "source": "s"}""");
        Assert.Equal((Exchange.Plain("The sky is", " blue."), Exchange.Plain("The sky is", " green."), Choice.First, 2), (pair.First, pair.Second, pair.Choice, pair.Strength));
        Assert.Equal(new("7", null, "s"), pair.Origin);
    }

    /// <summary>TRL's own example: the shared beginning is the prompt, and the space before the answers belongs to them.</summary>
    [Theory]
    [InlineData("The sky is blue.", "The sky is green.", "The sky is", " blue.", " green.")]
    [InlineData("ab", "cd", "", "ab", "cd")]
    [InlineData("Yes", "Yes, but", "", "Yes", "Yes, but")]
    [InlineData("a \U0001F600", "a \U0001F601", "a ", "\U0001F600", "\U0001F601")]
    public void TrlPreference_ImplicitPrompt_IsWhatBothBeginWith(string chosen, string rejected, string prompt, string first, string second)
    {
        var pair = Pair("trl-preference", System.Text.Json.JsonSerializer.Serialize(new { chosen, rejected }));
        Assert.Equal((Exchange.Plain(prompt, first), Exchange.Plain(prompt, second)), (pair.First, pair.Second));
    }

    [Theory]
    [InlineData("""{"prompt": [{"role": "user", "content": "q"}], "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}]}""")]
    [InlineData("""{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "b"}]}""")]
    [InlineData("""{"prompt": "q", "chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "b"}]}""")]
    [InlineData("""{"prompt": "q", "chosen": [{"role": "assistant", "content": [{"type": "text", "text": "a"}]}], "rejected": [{"from": "gpt", "value": "b"}]}""")]
    public void TrlPreference_Conversational_ComesToTheSame(string row)
    {
        var pair = Pair("trl-preference", row);
        Assert.Equal((Exchange.Ask("q", "a"), Exchange.Ask("q", "b")), (pair.First, pair.Second));
    }

    [Fact]
    public void TrlPreference_ToolCalls_ArePassedOverWithANote()
    {
        var (set, row) = One("trl-preference", """
            {"prompt": [{"role": "user", "content": "q", "name": "Ann"}, {"role": "assistant", "content": null, "tool_calls": [{}]}, {"role": "tool", "content": "4"}], "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}], "score_chosen": 8.5, "score_rejected": 6}
            """);
        var pair = Assert.IsType<PreferenceRow>(row).Preference;
        Assert.Equal([new(Role.User, "q"), new(Role.Assistant, ""), new(Role.Tool, "4")], pair.First.Prompt);
        Assert.Equal(2.5, pair.Strength);
        Assert.Equal(["names of speakers are passed over", "tool_calls are passed over"], set.Log.Notes.Keys);
    }

    [Fact]
    public void TrlOthers()
    {
        Assert.Equal(0, Assert.IsType<RatingRow>(One("trl-unpaired", """{"prompt": "p", "completion": "c", "label": false}""").Row).Rating.For(Rating.Overall).Value);
        Assert.Equal(Exchange.Plain("p", "c"), Assert.IsType<DemonstrationRow>(One("trl-prompt-completion", """{"prompt": "p", "completion": "c"}""").Row).Demonstration.Item);
        var steps = Assert.IsType<StepsRow>(One("trl-stepwise", """{"prompt": "1+1?", "completions": ["x", "y"], "labels": [true, false]}""").Row).Steps;
        Assert.Equal(("1+1?", "x", 1, "y", 0), (steps.Task, steps.Steps[0].Taken!.Step, steps.Steps[0].Taken!.Mark.Value, steps.Steps[1].Taken!.Step, steps.Steps[1].Taken!.Mark.Value));
        Assert.Equal(new Exchange([], "words"), Assert.IsType<DemonstrationRow>(One("trl-language-modelling", """{"text": "words"}""").Row).Demonstration.Item);
        Assert.Equal(Exchange.Ask("q", "a"), Assert.IsType<DemonstrationRow>(One("trl-language-modelling", """{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}""").Row).Demonstration.Item);
        Assert.Equal([new(Role.None, "p")], Assert.IsType<PromptRow>(One("trl-prompt-only", """{"prompt": "p"}""").Row).Prompt);
    }

    [Fact]
    public void AnthropicHh_PartsTranscripts()
    {
        var pair = Pair("hh", """{"chosen": "\n\nHuman: hi\n\nAssistant: hello\n\nHuman: q\n\nAssistant: a", "rejected": "\n\nHuman: hi\n\nAssistant: hello\n\nHuman: q\n\nAssistant: b"}""");
        Assert.Equal([new(Role.User, "hi"), new(Role.Assistant, "hello"), new(Role.User, "q")], pair.First.Prompt);
        Assert.Equal(("a", "b"), (pair.First.Answer, pair.Second.Answer));
    }

    [Fact]
    public void HelpSteer_RatingsAndPreferences()
    {
        var (set, row) = One("helpsteer2", """{"prompt": "hi\n<extra_id_1>Assistant\nhello\n<extra_id_1>User\nq\n<extra_id_1>Assistant\n", "response": "a", "helpfulness": 3, "correctness": 4, "coherence": 4, "complexity": 1, "verbosity": null}""");
        var rating = Assert.IsType<RatingRow>(row).Rating;
        Assert.Equal([new(Role.User, "hi"), new(Role.Assistant, "hello"), new(Role.User, "q")], rating.Item.Prompt);
        Assert.Equal((3.0, 0.75, (double?)null), (rating.For("helpfulness").Value, rating.For("helpfulness").Share, rating.For("verbosity").Value));
        Assert.Equal(1, set.Log.Notes.Single().Value);
        var pair = Pair("helpsteer2-preference", """{"prompt": "p", "response_1": "a", "response_2": "b", "preference_strength": -2, "preference_statement": "Clearer.", "split": "train"}""");
        Assert.Equal((Choice.First, 2, "Clearer."), (pair.Choice, pair.Strength, pair.Reason));
    }

    [Fact]
    public void UltraFeedback_ReadsRatingsAsTexts_AndNotApplicable()
    {
        var (set, _) = One("ultrafeedback", """
            {"source": "evol", "instruction": "q", "models": ["m"], "completions": [
              {"model": "m", "response": "a", "annotations": {"helpfulness": {"Rating": "5", "Rationale": "good"}, "honesty": {"Rating": "N/A", "Rationale": ""}}, "overall_score": 8.5},
              {"model": "n", "response": "b", "annotations": {"helpfulness": [{"Rating": "2"}]}, "overall_score": 3}]}
            """.ReplaceLineEndings(" "));
        Assert.Equal(["1/1", "1/2"], set.Rows.Select(row => row.Id));
        Assert.Equal((5.0, "good", null, 8.5), (set.Ratings[0].For("helpfulness").Value, set.Ratings[0].For("helpfulness").Reason, set.Ratings[0].For("honesty").Value, set.Ratings[0].For("overall").Value));
        Assert.Equal((2.0, "evol"), (set.Ratings[1].For("helpfulness").Value, set.Ratings[1].Origin.Source));
    }

    [Fact]
    public void Summaries_ComparisonsAndAxes()
    {
        var row = One("summarise-comparisons", """{"info": {"id": "t", "post": "Words.", "title": "T", "subreddit": "x"}, "summaries": [{"text": " a", "policy": "sup"}, {"text": " b", "policy": "ref"}], "choice": 1, "worker": "w1", "batch": "b3", "split": "train", "extra": {"confidence": 7}}""").Row;
        var pair = Assert.IsType<PreferenceRow>(row).Preference;
        Assert.Equal((Choice.Second, new Origin("w1", null, "b3"), "7"), (pair.Choice, pair.Origin, row.Tags["confidence"]));
        Assert.Equal("SUBREDDIT: r/x\n\nTITLE: T\n\nPOST: Words.\n\nTL;DR:", pair.First.PromptText);
        var rating = Assert.IsType<RatingRow>(One("summarise-axis", """{"info": {"article": "Words."}, "summary": {"text": "a", "policy": "p", "axes": {"overall": 6, "accuracy": null}}, "worker": "w2"}""").Row).Rating;
        Assert.Equal((6.0, (double?)null, "w2"), (rating.For("overall").Value, rating.For("accuracy").Value, rating.Origin.Annotator));
    }

    [Fact]
    public void Prm800k_KeepsCandidatesAndWhatWasContinued()
    {
        var steps = Assert.IsType<StepsRow>(One("prm800k", """
            {"labeler": "L", "question": {"problem": "p", "ground_truth_answer": "4"}, "label": {"steps": [{"completions": [{"text": "x", "rating": -1, "flagged": true}, {"text": "y", "rating": 1, "flagged": false}], "human_completion": null, "chosen_completion": 1}, {"completions": [{"text": "z", "rating": null}], "human_completion": {"text": "h"}, "chosen_completion": null}], "finish_reason": "solution"}}
            """).Row).Steps;
        Assert.Equal(("p", "4", "solution", "L"), (steps.Task, steps.Answer, steps.FinishReason, steps.Origin.Annotator));
        Assert.Equal((-1, true, "y", "h", null), (steps.Steps[0].Candidates[0].Mark.Value, steps.Steps[0].Candidates[0].Flagged, steps.Steps[0].Taken!.Step, steps.Steps[1].Taken!.Step, steps.Steps[1].Candidates[0].Mark.Value));
    }

    [Fact]
    public void MathShepherd_ReadsTheSignAtEachMarker()
    {
        var steps = Assert.IsType<StepsRow>(One("math-shepherd", """{"input": "What is 1+2? Step 1: 1+2=3 ки\nStep 2: The answer is: 3 ки", "label": "What is 1+2? Step 1: 1+2=3 +\nStep 2: The answer is: 3 -", "task": "GSM8K"}""").Row).Steps;
        Assert.Equal("What is 1+2?", steps.Task);
        Assert.Equal([("Step 1: 1+2=3", 1.0), ("Step 2: The answer is: 3", 0.0)], steps.Steps.Select(step => (step.Taken!.Step, step.Taken.Mark.Value!.Value)));
    }

    [Fact]
    public void FineGrained_SpansCountCodePoints_AndBecomeUtf16()
    {
        var (set, _) = One("fine-grained-rlhf", """{"question": "q", "prediction 1": "\ud83d\ude00 bad", "prediction 2": "b", "prediction 3": "c", "prediction 4": "d", "preference": [0, 1, 2, 1, 1, 1], "feedback": {"errors": [{"error type": "Irrelevant", "start": 2, "end": 5}], "missing-info": [{"error type": "Missing-Answer"}], "corrected-prediction": "good"}}""");
        Assert.Equal([Choice.Tie, Choice.First, Choice.Second, Choice.First, Choice.First, Choice.First], set.Preferences.Select(pair => pair.Choice));
        var spans = set.Spans[0];
        Assert.Equal(("bad", "Missing-Answer", "good"), (spans.Item.Answer[spans.Spans[0].Start..spans.Spans[0].End], spans.Missing[0], spans.Corrected!.Answer));
    }

    [Fact]
    public void Judges_AlpacaEvalPandaLmLlmBarJudgeBench()
    {
        var alpaca = Pair("alpaca-eval", """{"instruction": "q", "output_1": "a", "output_2": "b", "preference": 1.25, "annotator": "gpt"}""");
        Assert.Equal((Choice.First, 0.25, "gpt"), (alpaca.Choice, alpaca.SecondWins, alpaca.Origin.Annotator));
        var (panda, _) = One("pandalm", """{"idx": 3, "instruction": "q", "input": "i", "response1": "a", "response2": "b", "annotator1": 0, "annotator2": 1, "annotator3": 2}""");
        Assert.Equal([("3/annotator1", Choice.Tie), ("3/annotator2", Choice.First), ("3/annotator3", Choice.Second)], panda.Rows.Select(row => (row.Id, ((PreferenceRow)row).Preference.Choice)));
        Assert.Equal(["annotator1", "annotator2", "annotator3"], panda.Preferences.Select(pair => pair.Origin.Annotator));
        Assert.Equal("q\n\ni", panda.Preferences[0].First.PromptText);
        Assert.Equal(Choice.Second, Pair("llmbar", """{"input": "q", "output_1": "a", "output_2": "b", "label": "2"}""").Choice);
        Assert.Equal(Choice.Second, Pair("judgebench", """{"pair_id": "x", "source": "mmlu", "question": "q", "response_A": "a", "response_B": "b", "label": "B>A"}""").Choice);
    }

    [Fact]
    public void RewardBenches_PairsManyAndStyles()
    {
        var row = One("rewardbench", """{"id": 5, "prompt": "q", "chosen": "a", "rejected": "b", "subset": "hep-cpp", "chosen_model": "m", "rejected_model": "n"}""").Row;
        Assert.Equal(("5", "hep-cpp", "m"), (row.Id, row.Tags["subset"], row.Tags["chosen_model"]));
        var many = Assert.IsType<RankingRow>(One("rewardbench-2", """{"id": "tied:1", "prompt": "q", "chosen": ["a", "b"], "rejected": ["c"], "num_correct": 2, "total_completions": 3, "subset": "Ties"}""").Row);
        Assert.Equal("tied:1", many.Id);
        Assert.Equal([1, 1, 2], many.Ranking.Ranks);
        var styles = Assert.IsType<RankingRow>(One("rm-bench", """{"id": "chat-1", "prompt": "q", "chosen": ["a", "b", "c"], "rejected": ["d", "e", "f"], "domain": "chat"}""").Row);
        Assert.Equal([1, 1, 1, 2, 2, 2], styles.Ranking.Ranks);
        Assert.Equal(["concise", "detailed", "markdown", "concise", "detailed", "markdown"], styles.Names);
    }

    [Fact]
    public void Tasks_VerlAndGsm8k()
    {
        var task = Assert.IsType<PromptRow>(One("verl", """{"data_source": "gsm8k", "prompt": [{"role": "user", "content": "q"}], "ability": "math", "reward_model": {"style": "rule", "ground_truth": "72"}, "extra_info": {"split": "train"}}""").Row);
        Assert.Equal(("72", "rule", new Turn(Role.User, "q")), (task.Truth, task.Tags["style"], task.Prompt[0]));
        Assert.Equal("18", One("gsm8k", """{"question": "q", "answer": "She sells 9.\n#### 18"}""").Row.Tags["answer"]);
    }
}
