using System.Text.Json;
using Goodhart.Learning.Judges;

namespace Goodhart.Tests;

/// <summary>Judges over real HTTP, against a server on this machine that speaks OpenAI's chat protocol.</summary>
public sealed class JudgeWireTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Sent Says(string text) => new(200, $$"""
        {"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(text)}} },"finish_reason":"stop"}],
         "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110} }
        """);

    private static Completions Batch(params string[] answers) => Completions.Of([.. answers.Select(a => Exchange.Ask("Say something.", a))]);

    private static OpenedJudge Open(int port, string query) => JudgeSpec.Parse($"chat:http://127.0.0.1:{port}/v1#m?{query}").Open(new(1), cancellation: TestContext.Current.CancellationToken);

    private static IReadOnlyList<Judged<double>> Marks(OpenedJudge judge, params string[] answers) => ((MarkJudge)judge.Reward!).Marks(Batch(answers));

    [Fact]
    public void Verdicts_come_over_the_wire_once_and_survive_a_kill()
    {
        var cache = Path.Combine(folder.Path, "verdicts.jsonl");
        using var server = new LoopbackServer((r, _) => Says(r.Body.Contains("good", StringComparison.Ordinal) ? "Right.\n9" : "2"));
        using (var judge = Open(server.Port, $"cache={cache}&price=1/2"))
        {
            Assert.Equal([9.0, 2.0, 9.0], Marks(judge, "good", "bad", "good").Select(m => m.Value));
            Assert.Equal((3L, 1L, 2L), (judge.Summary.Verdicts, judge.Summary.FromCache, judge.Summary.Usage.Requests));
            Assert.Equal(2 * (100 * 1 + 10 * 2) / 1e6, judge.Summary.Usage.Cost, 12);
        }

        File.AppendAllText(cache, "{\"key\":\"cut o");                     // killed while writing
        using (var again = Open(server.Port, $"cache={cache}")) Assert.Equal([9.0, 2.0], Marks(again, "good", "bad").Select(m => m.Value));
        Assert.Equal(2, server.Requests.Count);
        using var replay = JudgeSpec.Parse($"chat:?replay={cache}").Open(new(1), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((2.0, "m"), (Marks(replay, "bad")[0].Value, replay.Reward!.Name));
        Assert.Throws<MissingRecordingException>(() => Marks(replay, "new"));
    }

    [Fact]
    public void Nonsense_is_asked_to_be_repaired()
    {
        using var server = new LoopbackServer((r, _) => Says(r.Json.GetProperty("messages").GetArrayLength() == 2 ? "As a language model…" : "4"));
        using var judge = Open(server.Port, "at-once=1");
        Assert.Equal(4.0, Marks(judge, "a")[0].Value);
        Assert.Equal((1L, 0L), (judge.Summary.Repaired, judge.Summary.Missing));
        Assert.EndsWith("nothing but the mark, as a number.", server.Requests[1].Json.GetProperty("messages")[3].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_judge_that_does_not_answer_in_time_gives_a_verdict_that_is_missing()
    {
        using var server = new LoopbackServer((_, _) => Says("9") with { DelayMs = 5000 });
        using var judge = Open(server.Port, "timeout=0.15&attempts=1");
        var mark = Assert.Single(Marks(judge, "a"));
        Assert.Equal((JudgeFault.NoAnswer, 1L), (mark.Fault, judge.Summary.NoAnswer));
        Assert.Contains("gave no answer within 0.15 s", mark.Reply, StringComparison.Ordinal);
        Assert.Contains("it did not answer", Assert.Throws<JudgeException>(() => judge.Reward!.Score(Batch("a"), new float[1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5_000_000)]                                             // cut off by the connection's limit
    [InlineData(30_000)]                                                // read, and longer than a verdict
    public void A_judge_that_floods_is_not_listened_to(int characters)
    {
        using var server = new LoopbackServer((_, _) => Says(new string('9', characters)));
        using var judge = Open(server.Port, "attempts=3&unreadable=worst");
        Assert.Equal(JudgeFault.TooLong, Assert.Single(Marks(judge, "a")).Fault);
        Assert.Single(server.Requests);                                 // it is not asked again
        var score = new float[1];
        judge.Reward!.Score(Batch("b"), score);
        Assert.Equal((1f, 2L), (score[0], judge.Summary.TooLong));
    }

    [Fact]
    public void A_wrong_key_and_a_limit_end_the_judging()
    {
        using var refusing = new LoopbackServer((_, _) => new(401, "{\"error\":{\"message\":\"who are you\"}}"));
        using var refused = Open(refusing.Port, "unreadable=neutral");
        Assert.Contains("answered 401: who are you", Assert.Throws<ChatException>(() => Marks(refused, "a")).Message, StringComparison.Ordinal);
        using var server = new LoopbackServer((_, _) => Says("9"));
        using var dear = Open(server.Port, "price=1000/1000&cost-limit=0.5");
        Assert.Equal("cost", Assert.Throws<ChatLimitException>(() => Marks(dear, "a")).Limit);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("ollama:m", "'ollama:m' is no judge: expected chat:MODEL?mode=rating.")]
    [InlineData("chat:", "Judge 'chat:' names no model: expected chat:MODEL.")]
    [InlineData("chat:m?mod=pair", "Judge 'chat:m?mod=pair' has no 'mod'. Did you mean 'mode'?")]
    [InlineData("chat:m?mode=stars", "Judge 'chat:m?mode=stars': mode must be rating or rubric or pair, was 'stars'.")]
    [InlineData("chat:m?mode=rubric", "Judge 'chat:m?mode=rubric': mode=rubric and criteria=FILE go together.")]
    [InlineData("chat:m?at-once=0", "Judge 'chat:m?at-once=0': at-once must be a whole number above 0, was '0'.")]
    [InlineData("chat:m?scale=10-1", "Judge 'chat:m?scale=10-1': scale must be two numbers, the lower first, as in 1-10, was '10-1'.")]
    [InlineData("chat:m?cost-limit=1", "Judge 'chat:m?cost-limit=1': cost-limit needs the model's price=IN/OUT, the prices of a million tokens read and written.")]
    [InlineData("chat:m?replay=none.jsonl", "Judge 'chat:m?replay=none.jsonl': there is no file 'none.jsonl'.")]
    [InlineData("chat:m?mode=pair&mode=pair", "Judge 'chat:m?mode=pair&mode=pair' says mode twice.")]
    public void A_word_that_is_no_judge_is_told(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => JudgeSpec.Parse(text)).Message.Replace(" (Parameter 'text')", "", StringComparison.Ordinal));

    [Fact]
    public void Files_of_ones_own_make_a_rubric()
    {
        var criteria = folder.File("criteria.json", """[{"name": "truth", "meaning": "It is true.", "weight": 2}, {"name": "tone", "meaning": "It is kind."}]""");
        var prompt = folder.File("prompt.txt", "Mark strictly.\n{criteria}\n---\n{request}\n{answer}\n{form}\n");
        using var server = new LoopbackServer((_, _) => Says("truth: 3\ntone: 5"));
        using var judge = Open(server.Port, $"mode=rubric&criteria={criteria}&prompt={prompt}");
        var score = new float[1];
        judge.Reward!.Score(Batch("a"), score);
        Assert.Equal(11f, score[0]);
        Assert.Equal("Mark strictly.\n- truth: It is true.\n- tone: It is kind.", server.Requests[0].Json.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Contains("criteria are a JSON list", Assert.Throws<InvalidDataException>(() => JudgeSpec.Parse($"chat:m?mode=rubric&criteria={folder.File("bad.json", "{}")}").Open(new(1), cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("a line of three dashes", Assert.Throws<InvalidDataException>(() => JudgePrompt.FromFile(folder.File("flat.txt", "{answer}"))).Message, StringComparison.Ordinal);
    }
}
