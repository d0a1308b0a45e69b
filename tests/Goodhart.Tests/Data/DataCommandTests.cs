using System.Text.Json;

namespace Goodhart.Tests;

public sealed class DataCommandTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private string Pairs() => temp.File("pairs.jsonl", """
        {"prompt": "p", "chosen": "a longer one", "rejected": "b"}
        {"prompt": "q", "chosen": "a", "rejected": "a"}
        {"prompt": "p", "chosen": "a longer one", "rejected": "b"}
        {"prompt": "r", "chosen": "a", "rejected": "- b\n- c"}
        """);

    [Fact]
    public async Task Check_TellsWhatThereIs()
    {
        var check = await Invocation.Of("data", "check", Pairs());
        Assert.Equal((0, ""), (check.Code, check.Err));
        Invocation.Snapshot("data-check", check.Out.Replace(temp.Path, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_Json_IsOneDocument()
    {
        using var json = JsonDocument.Parse((await Invocation.Of("data", "check", Pairs(), "--json")).Out);
        var root = json.RootElement;
        Assert.Equal((4, 1, 1), (root.GetProperty("rows").GetInt32(), root.GetProperty("faults").GetInt32(), root.GetProperty("duplicates").GetProperty("exact").GetInt32()));
        Assert.Equal("rejected", root.GetProperty("firstFaults")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(3, "faults")]
    [InlineData(3, "duplicates")]
    [InlineData(0, "leakage")]
    public async Task Check_FailsOnWhatIsAskedFor(int code, string finding)
    {
        var other = temp.File("other.jsonl", """{"prompt": "z", "chosen": "y", "rejected": "x"}""");
        Assert.Equal(code, (await Invocation.Of("data", "check", Pairs(), "--against", other, "--fail-on", finding)).Code);
    }

    [Fact]
    public async Task Check_FailsOnLeakage()
    {
        var test = temp.File("test.jsonl", """{"prompt": "P", "chosen": "y", "rejected": "x"}""");
        var check = await Invocation.Of("data", "check", Pairs(), "--against", test, "--fail-on", "leakage");
        Assert.Equal(3, check.Code);
        Assert.Contains("row 1 (line 1): its prompt is there", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_WritesAndTellsWhatIsLost()
    {
        var target = temp.In("out.parquet");
        var convert = await Invocation.Of("data", "convert", Pairs(), target, "--to", "helpsteer2-preference");
        Assert.Equal((0, ""), (convert.Code, convert.Err));
        Assert.Equal($"""
            {target}: 3 rows of helpsteer2-preference, from 3 pieces of feedback.
            Lost in 3 rows: strengths that are unknown, written as 1.
            1 bad row, passed over:
              {temp.In("pairs.jsonl")}, row 2 (line 2), field 'rejected': chosen and rejected are the same answer
            """.ReplaceLineEndings("\n"), convert.Out);
        Assert.Contains("helpsteer2-preference", (await Invocation.Of("data", "check", target)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file 'none.jsonl'.", "data", "check", "none.jsonl")]
    [InlineData("--format does not know 'hhh'. Did you mean 'hh'?", "data", "check", "none.jsonl", "--format", "hhh")]
    [InlineData("--fail-on leakage needs --against, the file that should not be among them.", "data", "check", "none.jsonl", "--fail-on", "leakage")]
    [InlineData("There is no format 'trl-prefernce' to write. Did you mean 'trl-preference'?", "data", "convert", "none.jsonl", "out.jsonl", "--to", "trl-prefernce")]
    [InlineData("'out.csv' ends in none of .jsonl, .jsonl.gz, .json, .json.gz, .parquet, which tell how it is written.", "data", "convert", "none.jsonl", "out.csv", "--to", "hh")]
    public async Task AMistake_IsOneLine(string expected, params string[] args)
    {
        var failed = await Invocation.Of(args);
        Assert.Equal((2, ""), (failed.Code, failed.Out));
        Assert.StartsWith("goodhart: " + expected, failed.Err, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failed.Err);
    }
}
