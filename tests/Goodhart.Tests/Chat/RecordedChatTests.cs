using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class RecordedChatTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string File => Path.Combine(folder.Path, "chat.jsonl");

    public void Dispose() => folder.Dispose();

    private static ScriptedChat Numbered() => new(r => $"{r.Last} {r.Asked}", 1);

    [Fact]
    public async Task Replay_gives_the_recorded_answers_in_their_order_and_never_calls_out()
    {
        var model = Numbered();
        using (var record = RecordedChat.Record(model, File))
        {
            Assert.Equal(["é a 0", "é a 1", "b 0"], [await Ask.Text(record, "é a"), await Ask.Text(record, "é a"), await Ask.Text(record, "b")]);
        }

        using var replay = RecordedChat.Replay(File);
        Assert.Equal(["b 0", "é a 0", "é a 1"], [await Ask.Text(replay, "b"), await Ask.Text(replay, "é a"), await Ask.Text(replay, "é a")]);
        Assert.Equal((3, 3), (model.Count, replay.Count));
        var response = await Ask.Of(RecordedChat.Replay(File), "b");
        Assert.Equal(("script", ChatFinishReason.Stop, 6L, 1L), (response.ModelId, response.FinishReason, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Contains("{\"role\":\"user\",\"text\":\"é a\"}", System.IO.File.ReadAllText(File), StringComparison.Ordinal);   // read by people
    }

    [Fact]
    public async Task A_missing_recording_names_the_request()
    {
        using (var record = RecordedChat.Record(Numbered(), File)) await Ask.Of(record, "a");
        using var replay = RecordedChat.Replay(File);
        await Ask.Of(replay, "a");
        var error = await Assert.ThrowsAsync<MissingRecordingException>(() => Ask.Of(replay, "a"));
        Assert.Contains($"'{File}' holds no answer to request {error.Key} (asked for the 2. time), which ends \"a\"", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<MissingRecordingException>(() => Ask.Of(replay, new string('x', 100) + "\nnew task"));
        Assert.Contains($"request {error.Key}, which ends \"…{new string('x', 71)} new task\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_goes_on_where_it_stopped_without_paying_twice()
    {
        using (var record = RecordedChat.Record(Numbered(), File)) await Ask.Of(record, "a");
        System.IO.File.AppendAllText(File, "{\"key\":\"cut o");                       // killed while writing
        var model = Numbered();
        using (var record = RecordedChat.Record(model, File))
        {
            Assert.Equal("a 0", await Ask.Text(record, "a"));
            Assert.Equal(0, model.Count);
            await Ask.Of(record, "b");
            Assert.Equal(1, model.Count);
        }

        Assert.Equal("b 0", await Ask.Text(RecordedChat.Replay(File), "b"));
    }

    [Fact]
    public async Task A_failed_request_is_not_recorded_and_the_next_takes_its_place()
    {
        var fail = true;
        using (var record = RecordedChat.Record(new ScriptedChat(r => fail ? throw new TimeoutException() : "fine", 1), File))
        {
            await Assert.ThrowsAsync<TimeoutException>(() => Ask.Of(record, "a"));
            fail = false;
            await Ask.Of(record, "a");
        }

        Assert.Equal("fine", await Ask.Text(RecordedChat.Replay(File), "a"));
    }

    [Fact]
    public async Task Requests_at_once_are_all_recorded()
    {
        using (var record = RecordedChat.Record(Numbered(), File))
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Ask.Of(record, "a", seed: i % 20))));
        using var replay = RecordedChat.Replay(File);
        Assert.Equal(40, replay.Count);
        for (var i = 0; i < 20; i++) Assert.Equal(["a 0", "a 1"], new[] { await Ask.Text(replay, "a", seed: i), await Ask.Text(replay, "a", seed: i) }.Order());
    }

    [Theory]
    [InlineData("{\"key\": 3}", "line 1: no recording of a request and its answer")]
    [InlineData("null", "line 1: no recording of a request and its answer")]
    [InlineData("prose", "line 1: no recording of a request and its answer")]
    [InlineData("{\"key\":\"k\",\"asked\":0,\"messages\":[],\"options\":{},\"reply\":\"r\"}\n{\"key\":\"k\",\"asked\":0,\"messages\":[],\"options\":{},\"reply\":\"r\"}", "line 2: request k is recorded twice")]
    public void A_foreign_line_is_named(string text, string message)
    {
        System.IO.File.WriteAllText(File, text + "\n");
        Assert.Contains($"{File}, {message}", Assert.Throws<InvalidDataException>(() => RecordedChat.Replay(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_model_does_not_go_on_with_the_transcript()
    {
        using (var record = RecordedChat.Record(Numbered(), File)) await Ask.Of(record, "a");
        Assert.Equal($"Transcript '{File}' was recorded with model 'script', but the model is 'other': give it a file of its own.",
            Assert.Throws<InvalidDataException>(() => RecordedChat.Record(new ScriptedChat(_ => "", 1, "other"), File)).Message);
    }

    [Fact]
    public void A_missing_transcript_is_named() =>
        Assert.Equal($"There is no transcript '{File}'.", Assert.Throws<FileNotFoundException>(() => RecordedChat.Replay(File)).Message);
}
