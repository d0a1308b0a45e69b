using Goodhart.Data;

namespace Goodhart.Tests;

public sealed class BadFeedbackTests
{
    private const string Good = """{"prompt": "p", "chosen": "a", "rejected": "b"}""";

    [Theory]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": "a"}""", "rejected", "chosen and rejected are the same answer")]
    [InlineData("""{"prompt": "p", "chosen": " ", "rejected": "b"}""", "chosen", "the answer is empty")]
    [InlineData("""{"prompt": "p", "chosen": "a"}""", "rejected", "the field is missing; a text was expected")]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": 3}""", "rejected", "a text was expected, found 3")]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": "b", "margin": 0}""", "margin", "a margin must be positive, was 0")]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": "b", "margin": "NaN"}""", "margin", "NaN is not a finite number")]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": "b", "score_chosen": 3, "score_rejected": 4}""", "score_chosen", "the chosen answer's score 3 is not above the rejected one's, 4")]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": "\ud800"}""", "rejected", "half a surrogate pair is escaped in the text")]
    [InlineData("""{"prompt": "p", "chosen": "a", "rejected": [{"role": "assistant", "content": "b"}]}""", "rejected", "rejected is a list where chosen is not; expected both alike")]
    [InlineData("""{"chosen": [{"role": "usr", "content": "q"}], "rejected": [{"role": "user", "content": "q"}]}""", "chosen[0].role", "the role 'usr' is unknown. Did you mean 'user'?")]
    [InlineData("""{"chosen": [{"role": "user", "content": "q"}, {"role": "user", "content": "r"}], "rejected": []}""", "chosen[1]", "two turns of the user's follow each other")]
    [InlineData("""{"chosen": [{"role": "user", "content": "q"}, {"role": "system", "content": "r"}], "rejected": []}""", "chosen[1]", "a system turn stands after the start")]
    [InlineData("""{"chosen": [{"role": "user", "content": "q"}], "rejected": [{"role": "user", "content": "r"}]}""", "chosen", "the last turn is the user's; the assistant's answer was expected")]
    [InlineData("""{"chosen": [], "rejected": []}""", "chosen", "a conversation needs at least one turn, found none")]
    public void TrlPreference_ABadRow_IsToldWithFieldAndReason_AndCostsOnlyItself(string bad, string field, string reason)
    {
        var set = Feeding.Read($"{Good}\n{bad}\n{Good.Replace("\"a\"", "\"c\"", StringComparison.Ordinal)}\n");
        Assert.Equal(new RowFault(new("file", 2, 2), field, reason), Assert.Single(set.Log.Faults));
        Assert.Equal(["1", "3"], set.Rows.Select(row => row.Id));
        Assert.Equal(3, set.Log.Rows);
    }

    [Theory]
    [InlineData("helpsteer2-preference", """{"prompt": "p", "response_1": "a", "response_2": "b", "preference_strength": 0}""", "preference_strength", "a strength of 0 prefers neither; −3 … −1 for the first or 1 … 3 for the second was expected")]
    [InlineData("helpsteer2-preference", """{"prompt": "p", "response_1": "a", "response_2": "b", "preference_strength": 4}""", "preference_strength", "a strength from −3 to 3 was expected, found 4")]
    [InlineData("helpsteer2-preference", """{"prompt": "p", "response_1": "a", "response_2": "a", "preference_strength": 1}""", null, "the two answers are the same")]
    [InlineData("helpsteer2", """{"prompt": "p", "response": "a", "helpfulness": 5}""", "helpfulness", "a mark from 0 to 4 was expected, found 5")]
    [InlineData("ultrafeedback", """{"instruction": "q", "completions": [{"response": "a", "annotations": {"honesty": {"Rating": "7"}}}]}""", "completions[0].annotations.honesty.Rating", "a mark from 1 to 5 or N/A was expected, found 7")]
    [InlineData("summarise-comparisons", """{"info": {"post": "p"}, "summaries": [{"text": "a"}, {"text": "b"}], "choice": 2}""", "choice", "0 or 1 was expected, found 2")]
    [InlineData("fine-grained-rlhf", """{"question": "q", "prediction 1": "a", "prediction 2": "b", "prediction 3": "c", "prediction 4": "d", "preference": [1, 1, 1]}""", "preference", "six labels were expected, one per pair of answers, found 3")]
    [InlineData("fine-grained-rlhf", """{"question": "q", "prediction 1": "a", "prediction 2": "b", "prediction 3": "c", "prediction 4": "d", "preference": [1, 1, 1, 1, 1, 3]}""", "preference[5]", "0 for a tie, 1 or 2 was expected, found 3")]
    [InlineData("fine-grained-rlhf", """{"question": "q", "prediction 1": "a", "prediction 2": "b", "feedback": {"errors": [{"error type": "x", "start": 0, "end": 9}], "missing-info": []}}""", "feedback.errors[0]", "a span [0, 9) does not lie in an answer of 1 characters")]
    [InlineData("alpaca-eval", """{"instruction": "q", "output_1": "a", "output_2": "b", "preference": 2.5}""", "preference", "a preference from 1 to 2 was expected, found 2.5")]
    [InlineData("alpaca-eval", """{"instruction": "q", "output_1": "a", "output_2": "b", "preference": null}""", "preference", "a number was expected, found null")]
    [InlineData("llmbar", """{"input": "q", "output_1": "a", "output_2": "b", "label": 3}""", "label", "0 for a tie, 1 or 2 was expected, found 3")]
    [InlineData("judgebench", """{"question": "q", "response_A": "a", "response_B": "b", "label": "A<B"}""", "label", "A>B, B>A or A=B was expected, found 'A<B'")]
    [InlineData("rewardbench-2", """{"prompt": "q", "chosen": ["a"], "rejected": ["b"], "num_correct": 2, "total_completions": 2}""", "num_correct", "2 right answers are announced, chosen holds 1")]
    [InlineData("rewardbench-2", """{"prompt": "q", "chosen": ["a"], "rejected": ["b", "a"], "num_correct": 1, "total_completions": 3}""", "rejected[1]", "the answer is also among the chosen ones")]
    [InlineData("rm-bench", """{"prompt": "q", "chosen": ["a", "b"], "rejected": ["c", "d", "e"]}""", "chosen", "three answers were expected, concise, detailed and with markdown, found 2")]
    [InlineData("trl-stepwise", """{"prompt": "q", "completions": ["a", "b"], "labels": [true]}""", "labels", "there are 1 labels for 2 steps; expected one per step")]
    [InlineData("trl-unpaired", """{"prompt": "q", "completion": "a", "label": "maybe"}""", "label", "true or false was expected, found 'maybe'")]
    [InlineData("math-shepherd", """{"input": "q Step 1: a ки", "label": "q Step 1: a ?"}""", "label", "+ or - was expected after 'q Step 1: a'")]
    [InlineData("prm800k", """{"question": {"problem": "p"}, "label": {"steps": [{"completions": [{"text": "x", "rating": 2}], "chosen_completion": 0}]}}""", "label.steps[0].completions[0].rating", "−1, 0 or 1 was expected, found 2")]
    [InlineData("prm800k", """{"question": {"problem": "p"}, "label": {"steps": [{"completions": [{"text": "x", "rating": 1}], "chosen_completion": 1}]}}""", "label.steps[0].chosen_completion", "candidate 1 is not among the 1 candidates")]
    [InlineData("hh", """{"chosen": "\n\nHuman: a\n\nHuman: b", "rejected": "\n\nHuman: a\n\nAssistant: b"}""", "chosen", "two turns of Human follow each other")]
    [InlineData("gsm8k", """{"question": 4, "answer": "#### 3"}""", "question", "a text was expected, found 4")]
    public void EveryFormat_TellsWhatIsWrong(string format, string row, string? field, string reason)
    {
        var set = Feeding.Read(row, new(format));
        Assert.Equal(new RowFault(new("file", 1, 1), field, reason), Assert.Single(set.Log.Faults));
        Assert.Empty(set.Rows);
    }

    [Fact]
    public void AFault_IsReportedAsItIsMet_AndTooManyEndTheReading()
    {
        List<RowFault> told = [];
        var file = string.Join('\n', Enumerable.Repeat("""{"prompt": "p", "chosen": "a", "rejected": "a"}""", 5));
        Assert.Equal(5, Feeding.Read(file, new(Faults: new Told(told.Add))).Log.FaultCount);
        Assert.Equal(5, told.Count);
        var error = Assert.Throws<DataFileException>(() => Feeding.Read(file, new(MaxFaults: 2)));
        Assert.Equal("More than 2 rows cannot be used; the last: file, row 3 (line 3), field 'rejected': chosen and rejected are the same answer.", error.Message);
    }

    [Fact]
    public void UnknownRowsAndFormats_AreToldWithWhatIsKnown()
    {
        Assert.StartsWith("file: no known feedback format has rows of id, score. Formats: fine-grained-rlhf, hh, ", Assert.Throws<DataFileException>(() => Feeding.Read("""{"id": 1, "score": 2}""")).Message, StringComparison.Ordinal);
        Assert.Equal("There is no format 'rewardbnch'. Did you mean 'rewardbench' or 'rewardbench-2'?", Assert.Throws<ArgumentException>(() => new FeedbackOptions("rewardbnch")).Message);
        Assert.StartsWith("There is no file 'none.jsonl'.", Assert.Throws<FileNotFoundException>(() => FeedbackFile.Read("none.jsonl")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAdjacentPartnerThatIsMissing_IsNoted()
    {
        static string Row(string prompt, string response) => $$"""{"prompt": "{{prompt}}", "response": "{{response}}", "helpfulness": 3}""";
        var set = Feeding.Read($"{Row("p", "a")}\n{Row("p", "b")}\n{Row("q", "a")}\n{Row("r", "a")}\n{Row("r", "b")}");
        Assert.Equal(1, Assert.Single(set.Log.Notes).Value);
        Assert.Equal(5, set.Ratings.Count);
    }

    private sealed class Told(Action<RowFault> tell) : IProgress<RowFault>
    {
        public void Report(RowFault value) => tell(value);
    }
}
