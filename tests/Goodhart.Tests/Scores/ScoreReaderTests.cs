using System.IO.Compression;
using System.Text;
using Goodhart.Audit.Scores;

namespace Goodhart.Tests.Scores;

public sealed class ScoreReaderTests
{
    private const string Csv = """
        group,candidate,score,gold,model
        p1,a,0.5,1,rm-1
        p2,a,-1,0,rm-1
        p1,b,0.25,0,rm-1
        p2,b,2e0,1,rm-1
        p1,a,3,1,rm-2
        p1,b,4,0,rm-2
        """;

    [Fact]
    public void Csv_SeveralModelsWithRowsApart_BecomeTables()
    {
        var set = Read(Csv, "scores.csv");
        Assert.Equal(["rm-1", "rm-2"], set.Scores.Select(t => t.Model));
        Assert.Equal(["p1", "p2"], set.Scores[0].Groups.Select(g => g.Name));
        Assert.Equal([-1.0, 2.0], set.Scores[0].Groups[1].Scores);
        Assert.Equal([0.0, 1.0], set.Scores[0].Groups[1].Gold);
        Assert.Equal(1, ScoreMetrics.StrictAccuracy(set.Scores[0].Outcomes));
        Assert.Equal(0, ScoreMetrics.StrictAccuracy(set.Scores[1].Outcomes));
    }

    [Fact]
    public void Csv_JsonAndJsonLines_PackedOrNot_AreTheSame()
    {
        string[] columns = Csv.Split('\n')[0].Split(',');
        string[] objects = [.. Csv.Split('\n').Skip(1).Select(line => "{" + string.Join(", ", line.Split(',').Select((cell, c) => c is 2 or 3 ? $"\"{columns[c]}\": {cell}" : $"\"{columns[c]}\": \"{cell}\"")) + "}")];
        var expected = Show(Read(Csv, "scores.csv"));
        Assert.Equal(expected, Show(Read("[\n" + string.Join(",\n", objects) + "\n]\n", "scores.json")));
        Assert.Equal(expected, Show(Read(string.Join('\n', objects), "scores.jsonl")));
        Assert.Equal(expected, Show(Read(Csv.Replace(',', ';'), "scores.csv")));
        Assert.Equal(expected, Show(Read(Csv.Replace("\n", "\r\n", StringComparison.Ordinal), "scores.csv")));
        Assert.Equal(expected, Show(ScoreReader.Read(new MemoryStream(Gzip(Csv)), "packed-without-a-telling-name")));
    }

    [Fact]
    public void Csv_QuotedCellsHoldSeparatorsAndLineBreaks()
    {
        var set = Read("group,score,gold,source\n\"one, \"\"two\"\"\nthree\",1,true,me\n\"one, \"\"two\"\"\nthree\",2,false,\n", "own.csv");
        var group = Assert.Single(set.Scores[0].Groups);
        Assert.Equal("own", set.Scores[0].Model);
        Assert.Equal("one, \"two\"\nthree", group.Name);
        Assert.Equal(["me", ""], group.Sources!);
    }

    [Fact]
    public void Json_NestedGroups_AndGradedGold()
    {
        var table = Read("""{"prompt": "p", "score": [1, 2, 3], "gold": [0.5, 2, -1]}""", "g.jsonl").Scores[0];
        Assert.Equal(GoldLabels.Graded, table.Labels);
        Assert.Equal([0.5, 2.0, -1.0], table.Groups[0].Gold);
    }

    [Fact]
    public void Steps_OfACsvCell_AndMissingOnesWithAWarning()
    {
        var set = Read("group,score,gold\np,\"[0.9, 0.8]\",1\np,[],0\n", "prm.csv");
        Assert.Equal([0.9, 0.8], set.Steps[0].Groups[0].Steps[0]);
        Assert.Equal("prm on scores: 1 candidate(s) without step scores count as 0.5.", Assert.Single(set.Warnings));
        Assert.Equal([0.72, 0.5], ((ScoreTable)set.Tables(StepAggregate.Product)[0]).Groups[0].Scores.Select(s => Math.Round(s, 9)));
    }

    [Fact]
    public void ResultFiles_HaveTheirShapes()
    {
        var scalar = Read("""[{"problem": "x", "solution_reference": ["gpt", "human_to_GPT-4", ""], "score": [1, 3, 2]}]""", "ArmoRM_reward.json");
        Assert.Equal(("ArmoRM", "RewardMATH"), (scalar.Scores[0].Model, scalar.Scores[0].Bench));
        Assert.Equal([0.0, 1.0, 0.0], scalar.Scores[0].Groups[0].Gold);
        Assert.Null(scalar.Scores[0].Groups[0].Sources![2]);
        var judge = Read("""[{"problem": "x", "solution_reference": ["a", "b", "c"], "score": ["A", "A", null], "chosen_position": ["A", "B", "A"]}]""", "j.json");
        Assert.Equal([true, false, null], judge.Verdicts[0].Groups[0].Won);
        var process = Read("""
            [{"problem": "x", "solution_type": "chosen", "output": {"step_scores": [0.5, 0.75]}},
             {"problem": "x", "solution_type": "rejected", "output": {}}]
            """, "rewardbench_Math_Shepherd.json");
        Assert.Equal(("Math-Shepherd", "RewardBench math"), (process.Steps[0].Model, process.Steps[0].Bench));
        Assert.Equal([0.5, 0.75], process.Steps[0].Groups[0].Steps[0]);
        Assert.Single(process.Warnings);
    }

    [Theory]
    [InlineData("", "f: the file is empty.")]
    [InlineData("[]", "f: the file holds no row.")]
    [InlineData("group,score,gold\n", "f: the file holds no row.")]
    [InlineData("group,gold\np,1\np,0\n", "f, row 1 (line 2), column 'score': the column is missing; the row has group, gold.")]
    [InlineData("group,score\np,1\np,0\n", "f, row 1 (line 2), column 'gold': the column is missing; the row has group, score.")]
    [InlineData("score,gold\n1,1\n", "f, row 1 (line 2), column 'group': the column is missing; the row has score, gold.")]
    [InlineData("group,score,gold,score\n", "f, row 0 (line 1), column 'score': the header names the column twice.")]
    [InlineData("group,score,gold\np,1,1\np,nan,0\n", "f, row 2 (line 3), column 'score': NaN is not a finite number.")]
    [InlineData("group,score,gold\np,1,1\np,,0\n", "f, row 2 (line 3), column 'score': a number was expected, found an empty cell.")]
    [InlineData("group,score,gold\np,1,1\np,2,maybe\n", "f, row 2 (line 3), column 'gold': a number was expected, found 'maybe'.")]
    [InlineData("group,score,gold\np,1,1\np,2\n", "f, row 2 (line 3): 2 fields where the header has 3; the row is damaged or truncated.")]
    [InlineData("group,score,gold\np,1,1\n\"p,2,0\n", "f, row 2 (line 3): the file ends inside a quoted field; it is truncated.")]
    [InlineData("group,score,gold\np,1,1\nq,1,1\nq,2,0\n", "f, row 1 (line 2), column 'candidate': group 'p' has 1 candidate(s), at least 2 are needed.")]
    [InlineData("group,score,chosen\np,1,0\np,2,0\n", "f, row 1 (line 2), column 'chosen': group 'p' has 0 chosen candidates, exactly one was expected (for grades read with Labels = Graded).")]
    [InlineData("group,candidate,score,gold\np,a,1,0\np,a,2,1\n", "f, row 2 (line 3), column 'candidate': candidate 'a' of group 'p' occurs twice.")]
    [InlineData("group,score,gold\np,1,1\np,[0.5],0\n", "f, row 2 (line 3), column 'score': step scores where every other row has a single score; a process table needs a list in each row.")]
    [InlineData("group,score,gold\np,[0.5],1\np,2,0\n", "f, row 2 (line 3), column 'score': a list of step scores was expected, as in the other rows, found \"2\".")]
    [InlineData("group,score,gold\np,[0.5],1\np,[2],0\n", "f, row 1 (line 2), column 'score': a step of group 'p' scores 2, steps lie in [0, 1].")]
    [InlineData("[{\"group\": \"p\", \"score\": 1, \"gold\": 1},\n {\"group\": \"p\", \"gold\": 0,\n \"score\": NaN}]", "f, row 2 (line 3), column 'score': NaN is not a finite number.")]
    [InlineData("[{\"group\": \"p\", \"score\": 1, \"gold\": 1},\n {\"group\": \"p\", \"sc", "f, row 2 (line 2): the file ends inside the row; it is truncated.")]
    [InlineData("[{\"group\": \"p\", \"score\": 1, \"gold\": 1},\n", "f, row 2 (line 2): the file ends before the list does; it is truncated.")]
    [InlineData("[{\"group\": \"p\", \"score\": 1, \"gold\": 1}, 7]", "f, row 2 (line 1): an object {…} was expected, found '7'.")]
    [InlineData("[{\"group\": \"p\", \"score\": [1, 2], \"gold\": [1]}]", "f, row 1 (line 1), column 'gold': 1 labels for 2 scores.")]
    [InlineData("[{\"group\": \"p\", \"score\": 1, \"gold\": 1 1}]", "f, row 1 (line 1), column 'gold': not valid JSON ('1' is invalid after a value. Expected either ',', '}', or ']').")]
    [InlineData("[{\"problem\": \"x\", \"score\": [1, null]}]", "f, row 1 (line 1), column 'score': a number was expected, found null.")]
    [InlineData("[{\"problem\": \"x\", \"score\": [1, 2]},\n{\"problem\": \"y\", \"score\": [[0.5], [0.5]]}]", "f, row 2 (line 2), column 'score': step scores where every other row has a single score; a process table needs a list in each row.")]
    [InlineData("[{\"problem\": \"x\", \"score\": [1, 2], \"solution_reference\": [\"a\", \"b\"]}]", "f, row 1 (line 1), column 'gold': group 'x' has 0 chosen candidates, exactly one was expected (for grades read with Labels = Graded).")]
    [InlineData("[{\"problem\": \"x\", \"score\": [1, 2]}, {\"problem\": \"x\", \"score\": [1, 3]}]", "f, row 2 (line 1), column 'problem': the problem occurs twice with different scores.")]
    [InlineData("[{\"problem\": \"x\", \"score\": [\"A\", \"C\"], \"chosen_position\": [\"A\", \"B\"]}]", "f, row 1 (line 1), column 'score': \"A\", \"B\" or null was expected, found \"C\".")]
    [InlineData("[{\"problem\": \"x\", \"solution_type\": \"good\", \"output\": {}}]", "f, row 1 (line 1), column 'solution_type': 'chosen' or 'rejected' was expected, found 'good'.")]
    [InlineData("[{\"group\": \"\\ud800\", \"score\": 1, \"gold\": 1}]", "f, row 1 (line 1): the row escapes half a surrogate pair.")]
    public void Read_BadInput_IsNamedByRowLineAndColumn(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<ScoreFileException>(() => Read(text, "f")).Message);

    [Fact]
    public void Read_HostileFiles_AreRefusedAtTheLimits()
    {
        var options = new ReadOptions(MaxBytes: 1 << 20, MaxRowBytes: 100_000);
        Assert.Contains("more than 1048576 bytes", Fail(Gzip("group,score,gold\n" + new string('\n', 4 << 20)), options));
        Assert.Contains("row is longer than 100000 bytes", Fail(Encoding.UTF8.GetBytes("group,score,gold\n" + new string('x', 200_000)), options));
        Assert.Contains("row is longer than 100000 bytes", Fail(Encoding.UTF8.GetBytes("[{\"group\": \"" + new string('x', 400_000)), options));
        Assert.Contains("not valid UTF-8", Fail([.. "{\"group\": \""u8, 0xff, .. "\"}"u8], options));
        Assert.Contains("depth of 16", Fail(Encoding.UTF8.GetBytes("{\"group\": " + new string('[', 500) + new string(']', 500) + "}"), options));
    }

    [Fact]
    public void Read_ATruncatedOrDamagedGzip_IsNamed()
    {
        var packed = Gzip("group,score,gold\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"p{i / 2},{i * 7919 % 1000},{i % 2}\n")));
        Assert.Contains("truncated", Fail(packed[..(packed.Length / 2)], new()));
        packed[packed.Length / 2] ^= 0xff;
        Assert.NotNull(Fail(packed, new()));
    }

    [Fact]
    public void Read_DamagedFiles_FailWithAPlaceOrNotAtAll()
    {
        string[] sound =
        [
            Csv,
            """[{"group": "p", "score": 1.5, "gold": 1}, {"group": "p", "score": -2e3, "gold": 0, "source": "\u00e9"}]""",
            """{"group": "p", "score": [0.5, 0.25], "gold": true, "candidate": 1}""" + "\n" + """{"group": "p", "score": [], "gold": false, "candidate": 2}""",
            """[{"problem": "x", "solution_reference": ["chosen", "b"], "score": [1, 3]}, {"problem": "y", "solution_reference": ["chosen", "b"], "score": [1, 3]}]""",
            """[{"problem": "x", "solution_reference": ["b", "c"], "score": ["A", null], "chosen_position": ["A", "B"]}]""",
            """[{"problem": "x", "solution_type": "chosen", "output": {"step_scores": [0.5]}}, {"problem": "x", "solution_type": "rejected", "output": {"step_scores": [1]}}]""",
        ];
        var odd = Encoding.UTF8.GetBytes("\"{}[],:;\n\t\\0123456789eE+-.NaInftruls\u00e9\0");
        var rng = new Generator(7);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var bytes = Encoding.UTF8.GetBytes(sound[rng.NextInt(sound.Length)]);
            for (var hits = 1 + rng.NextInt(3); hits > 0; hits--) bytes[rng.NextInt(bytes.Length)] = odd[rng.NextInt(odd.Length)];
            if (rng.NextInt(4) == 0) bytes = bytes[..rng.NextInt(bytes.Length)];
            try
            {
                ScoreReader.Read(new MemoryStream(bytes), "f");
            }
            catch (ScoreFileException e)
            {
                Assert.StartsWith("f", e.Message);
                Assert.DoesNotContain("\n", e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message} for {Encoding.UTF8.GetString(bytes)}");
            }
        }
    }

    [Fact]
    public void Read_SeveralHundredThousandRows_Streams()
    {
        var text = "group,score,gold\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i / 4},{i * 7919 % 1000},{(i % 4 == 0 ? 1 : 0)}\n"));
        Assert.Equal(50_000, Read(text, "many.csv").Scores[0].Groups.Count);
    }

    private static string Fail(byte[] bytes, ReadOptions options) =>
        Assert.Throws<ScoreFileException>(() => ScoreReader.Read(new MemoryStream(bytes), "f", options)).Message;

    private static ScoreSet Read(string text, string name) => ScoreReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name);

    private static string Show(ScoreSet set) => string.Join('\n', set.Scores.SelectMany(t => t.Groups.Select(g => $"{t.Model} {g.Name} {string.Join(' ', g.Scores)} {string.Join(' ', g.Gold)}")));

    private static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
