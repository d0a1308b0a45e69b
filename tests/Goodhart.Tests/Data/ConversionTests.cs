using System.Text.Json;
using Goodhart.Data;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class ConversionTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    public static TheoryData<string, string> RoundTrips => new()
    {
        { "trl-preference", """{"prompt": "The sky is", "chosen": " blue.", "rejected": " green.", "margin": 2.5}""" },
        { "trl-preference", """{"prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}], "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b\"\\\n\u00e9\ud83d\ude00"}]}""" },
        { "trl-unpaired", """{"prompt": "p", "completion": "c", "label": false}""" },
        { "trl-stepwise", """{"prompt": "p", "completions": ["x", "y"], "labels": [true, false]}""" },
        { "trl-prompt-completion", """{"prompt": [{"role": "user", "content": "q"}], "completion": [{"role": "assistant", "content": "a"}]}""" },
        { "trl-prompt-only", """{"prompt": [{"role": "user", "content": "q"}]}""" },
        { "helpsteer2-preference", """{"prompt": "hi\n<extra_id_1>Assistant\nhello\n<extra_id_1>User\nq\n<extra_id_1>Assistant\n", "response_1": "a", "response_2": "b", "preference_strength": -2, "preference_statement": "why", "split": "train"}""" },
        { "helpsteer2", """{"prompt": "p", "response": "a", "helpfulness": 3, "correctness": 4, "coherence": 4, "complexity": 1, "verbosity": null}""" },
        { "hh", """{"chosen": "\n\nHuman: hi\n\nAssistant: a", "rejected": "\n\nHuman: hi\n\nAssistant: b"}""" },
        { "rewardbench", """{"id": "5", "prompt": "q", "chosen": "a", "rejected": "b", "subset": "hep-cpp", "chosen_model": "m", "rejected_model": "n"}""" },
        { "rewardbench-2", """{"id": "tied:1", "prompt": "q", "chosen": ["a", "b"], "rejected": ["c"], "num_correct": 2, "total_completions": 3, "subset": "Ties"}""" },
        { "alpaca-eval", """{"instruction": "q", "output_1": "a", "output_2": "b", "preference": 1.25, "annotator": "gpt", "generator_1": "x"}""" },
        { "verl", """{"data_source": "gsm8k", "prompt": [{"role": "user", "content": "q"}], "ability": "math", "reward_model": {"style": "rule", "ground_truth": "72"}, "extra_info": {"id": "1", "split": "train"}}""" },
    };

    [Theory, MemberData(nameof(RoundTrips))]
    public void WhatIsReadAndWritten_IsTheSameRow_InEveryKindOfFile(string format, string row)
    {
        var source = temp.File("in.jsonl", row + "\n");
        foreach (var ending in (string[])["jsonl", "jsonl.gz", "json", "json.gz", "parquet"])
        {
            var target = temp.In("out." + ending);
            var report = Run([source], target, new(format));
            Assert.Equal((1, 1, 0, 0, 0), (report.Read, report.Written, report.Faults, report.Dropped.Count, report.Lost.Count(loss => loss.Key != "how sure the judge is")));
            Assert.Equal(format, FeedbackFile.Read(target).ToSet().Log.Formats[target]);
            var written = DataConversion.Convert(FeedbackFile.Read(target), new(format)).Single();
            Assert.Equal(Sorted(JsonDocument.Parse(row).RootElement), Sorted(JsonSerializer.SerializeToElement(written)));
        }
    }

    [Fact]
    public void Ratings_BesideEachOther_BecomePairs_AndTheRestIsCounted()
    {
        static string Rated(string prompt, string response, int? helpfulness) => JsonSerializer.Serialize(new { prompt, response, helpfulness });
        var source = temp.File("in.jsonl", string.Join('\n', Rated("p", "a", 4), Rated("p", "b", 1), Rated("p", "c", 4), Rated("q", "a", 3), Rated("r", "a", 3), Rated("r", "b", null)));
        var target = temp.In("out.jsonl");
        var report = Run([source], target, new("trl-preference"));
        Assert.Equal((6, 2), (report.Read, report.Written));
        Assert.Equal(["pairs without a better answer=1", "ratings without a mark=1", "ratings without another answer to the same prompt beside them=2"], report.Dropped.Select(d => $"{d.Key}={d.Value}"));
        Assert.Equal([("a", "b"), ("c", "b")], FeedbackFile.Read(target).Preferences().Select(pair => (pair.First.Answer, pair.Second.Answer)));
    }

    [Theory]
    [InlineData(0.5, "True,False")]
    [InlineData(1.0, "False,False")]
    public void Ratings_BecomeThumbs_ByTheThreshold(double threshold, string expected)
    {
        var source = temp.File("in.jsonl", """{"prompt": "p", "response": "a", "helpfulness": 2}""" + "\n" + """{"prompt": "p", "response": "b", "helpfulness": 1}""");
        Run([source], temp.In("out.jsonl"), new("trl-unpaired", threshold));
        Assert.Equal(expected, string.Join(',', FeedbackFile.Read(temp.In("out.jsonl")).Ratings().Select(rating => rating.For(Rating.Overall).Value == 1)));
    }

    /// <summary>TRL's conversion of PRM800K: a candidate that was not continued makes a row of its own, after the steps before it.</summary>
    [Fact]
    public void Prm800k_CandidatesAside_BecomeRows()
    {
        var source = temp.File("in.jsonl", """{"question": {"problem": "p"}, "label": {"steps": [{"completions": [{"text": "x", "rating": -1}, {"text": "y", "rating": 1}], "chosen_completion": 1}, {"completions": [{"text": "z", "rating": 0}], "chosen_completion": 0}]}}""");
        var report = Run([source], temp.In("out.jsonl"), new("trl-stepwise"));
        Assert.Equal(["x", "y,z"], FeedbackFile.Read(temp.In("out.jsonl")).Steps().Select(steps => string.Join(',', steps.Steps.Select(step => step.Taken!.Step))));
        Assert.Equal("steps that are neither right nor wrong, written as wrong", Assert.Single(report.Lost).Key);
    }

    [Theory]
    [InlineData(Aggregation.Keep, "1,2,2")]
    [InlineData(Aggregation.Majority, "1.6666666666666665")]
    public void Annotators_AreKeptOrCombined(Aggregation how, string expected)
    {
        var source = temp.File("in.jsonl", """{"instruction": "q", "response1": "a", "response2": "b", "annotator1": 1, "annotator2": 2, "annotator3": 2}""");
        Run([source], temp.In("out.jsonl"), new("alpaca-eval", Annotators: how));
        Assert.Equal(expected, string.Join(',', DataFile.Read(temp.In("out.jsonl")).Select(row => row["preference"].TextOrNull())));
    }

    [Fact]
    public void AnEndingThatIsUnknown_AndAFormatThatIsUnknown_AreTold()
    {
        Assert.StartsWith("'out.csv' ends in none of .jsonl, .jsonl.gz, .json, .json.gz, .parquet", Assert.Throws<ArgumentException>(() => Run(["x"], "out.csv", new("hh"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no format 'prm800k' to write.", Assert.Throws<ArgumentException>(() => new ConversionOptions("prm800k")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AConversionThatFails_LeavesWhatWasThere()
    {
        var target = temp.File("out.jsonl", "before");
        var source = temp.File("in.json", """[{"prompt": "p", "chosen": "a", "rejected": "b"},""");
        Assert.Throws<DataFileException>(() => Run([source], target, new("trl-preference")));
        Assert.Equal("before", File.ReadAllText(target));
        Assert.Equal(2, Directory.GetFiles(temp.Path).Length);
    }

    private static ConversionReport Run(IReadOnlyList<string> from, string to, ConversionOptions options) => DataConversion.Run(from, to, options, null, TestContext.Current.CancellationToken);

    private static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", element.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}:{Sorted(m.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", element.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.String => $"'{element.GetString()}'",
        _ => element.GetRawText(),
    };
}
