using System.Text.Json;

namespace Goodhart.Tests;

public sealed class RewardCommandTests : IDisposable
{
    private const string Near = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double near = -Math.Abs(after.X - World.GoalX) / 10;
            parts["near"] = near;
            parts["key"] = after.HasKey ? 0.5 : 0;
            return near + parts["key"];
        }
        """;

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Lint_TellsFindings_AndErrorsAreTheExitCode()
    {
        var file = temp.File("near.cs", Near);
        var lint = await Invocation.Of("reward", "lint", file, "--world", "key-door");
        Assert.Equal((0, ""), (lint.Code, lint.Err));
        Assert.Contains("near/near", lint.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Invocation.Of("reward", "lint", file, "--world", "key-door", "--json")).Out);
        Assert.Equal("near", json.RootElement.GetProperty("reward").GetString());
        var flat = temp.File("flat.cs", "double Reward(Obs before, Act action, Obs after)\n{\n    return after.X * 0;\n}");
        var failed = await Invocation.Of("reward", "lint", flat, "--world", "key-door");
        Assert.Equal(3, failed.Code);
        Assert.Contains("constant", failed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramThatDoesNotCompile_IsToldWithFileLineAndColumn()
    {
        var file = temp.File("bad.cs", Near.Replace("GoalX", "GolX", StringComparison.Ordinal));
        var run = await Invocation.Of("reward", "run", file, "--world", "key-door");
        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.StartsWith($"{file}(3,", run.Err, StringComparison.Ordinal);
        Assert.Contains($"goodhart: '{file}' is no reward program for world 'key-door': 1 mistake, the first in line 3.", run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file 'none.cs'.", "reward", "run", "none.cs", "--world", "key-door")]
    [InlineData("'naive distanc' is neither a file nor a reward of world 'key-door'. Did you mean 'naive distance'?", "reward", "lint", "naive distanc", "--world", "key-door")]
    [InlineData("There is no file 'none.jsonl'.", "reward", "test", "naive distance", "none.jsonl", "--world", "key-door")]
    [InlineData("--program needs a world's name. See goodhart worlds --help.", "worlds", "--program")]
    public async Task AMistake_IsOneLine(string expected, params string[] args) =>
        Assert.Equal(new(2, "", "goodhart: " + expected), await Invocation.Of(args));

    [Fact]
    public async Task Orderings_AreRun_AndOneThatFailsIsTheExitCode()
    {
        const string defaults = """{"defaults": {"x": 2, "y": 5, "has key": false, "door open": false, "reached second room": false}}""";
        const string right = """{"better": {"after": {"x": 3}, "action": "right"}, "worse": {"after": {"x": 1}, "action": "left"}, "why": "nearer"}""";
        const string wrong = """{"better": {"after": {"x": 1}, "action": "left"}, "worse": {"after": {"x": 3}, "action": "right"}}""";
        var file = temp.File("near.cs", Near);
        var good = await Invocation.Of("reward", "test", file, temp.File("good.jsonl", $"{defaults}\n{right}\n"), "--world", "key-door");
        Assert.Equal((0, ""), (good.Code, good.Err));
        Assert.Contains("1 of 1 orderings hold.", good.Out, StringComparison.Ordinal);
        var bad = await Invocation.Of("reward", "test", file, temp.File("bad.jsonl", $"{defaults}\n{right}\n{wrong}\n"), "--world", "key-door");
        Assert.Equal(3, bad.Code);
        Assert.Contains("1 of 2 orderings hold.", bad.Out, StringComparison.Ordinal);
        var broken = await Invocation.Of("reward", "test", file, temp.File("broken.jsonl", "{\"better\": 1}"), "--world", "key-door");
        Assert.Equal(2, broken.Code);
        Assert.Contains("broken.jsonl:1: 'better' must be a step", broken.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoRewards_AreCompared_ExactlyOnAFiniteWorld()
    {
        var diff = await Invocation.Of("reward", "diff", temp.File("near.cs", Near), "naive distance", "--world", "key-door");
        Assert.Equal((0, ""), (diff.Code, diff.Err));
        Assert.Contains("STARC Val L2", diff.Out, StringComparison.Ordinal);
        Assert.Contains("flipped", diff.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatARewardShows_IsSaidPerHorizon_AndNeedsAFiniteWorld()
    {
        var inform = await Invocation.Of("reward", "inform", temp.File("near.cs", Near), "--world", "key-door", "--truth", "sparse goal");
        Assert.Equal((0, ""), (inform.Code, inform.Err));
        Assert.Contains("steps ahead", inform.Out, StringComparison.Ordinal);
        using var itself = JsonDocument.Parse((await Invocation.Of("reward", "inform", "sparse goal", "--world", "key-door", "--truth", "sparse goal", "--json")).Out);
        Assert.True(itself.RootElement.GetProperty("kept").GetBoolean());
        Assert.True(itself.RootElement.GetProperty("informativeness").GetDouble() < 0);
        Assert.Contains("is no finite process", (await Invocation.Of("reward", "inform", "upright", "--world", "cartpole", "--truth", "centred")).Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorld_ShowsWhatProgramsMaySpeakOf()
    {
        var card = await Invocation.Of("worlds", "key-door", "--program");
        Assert.Equal((0, ""), (card.Code, card.Err));
        Assert.Contains("bool HasKey", card.Out, StringComparison.Ordinal);
        Assert.Contains("double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)", card.Out, StringComparison.Ordinal);
    }
}
