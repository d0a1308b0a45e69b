using Goodhart.Audit.Orderings;

namespace Goodhart.Tests;

public sealed class OrderingTests
{
    private const string Defaults = """{"defaults": {"x": 0, "v": 0}}""";

    private static readonly IReward<Transitions> progress = Reward.Each<Transitions>("progress", (t, i) => t.Next("x")[i] - t.Observation("x")[i] - 0.1f * t.Next("v")[i]);

    [Fact]
    public void An_ordering_holds_or_fails_with_both_sums()
    {
        var results = OrderingTest.Run(progress, Parse(Defaults,
            """{"better": {"after": {"x": 2}, "action": "right"}, "worse": {"after": {"x": 1}, "action": "right"}, "why": "further"}""",
            """{"better": {"after": {"x": 1}, "action": "right"}, "worse": {"after": {"x": 2}, "action": 1}}"""));
        Assert.Equal([true, false], results.Select(r => r.Holds));
        Assert.Equal((2, 1), (results[0].Better, results[0].Worse));
        Assert.Equal("further", results[0].Ordering.Why);
        Assert.Equal("orderings.jsonl:3", results[1].Ordering.Name);
    }

    [Fact]
    public void Steps_of_an_episode_follow_on_each_other()
    {
        var result = Assert.Single(OrderingTest.Run(progress, Parse(Defaults,
            """{"better": [{"after": {"x": 1}, "action": "right"}, {"after": {"x": 3, "v": 1}, "action": "right", "terminated": true}], "worse": {"action": "left"}}""")));
        Assert.Equal(2.9, result.Better, 1e-6);   // 1, then 2 − 0.1
        Assert.Equal(0, result.Worse);
    }

    [Fact]
    public void A_margin_must_be_met()
    {
        const string line = """{"better": {"after": {"x": 1}, "action": "right"}, "worse": {"action": "left"}, "margin": 1.5}""";
        Assert.False(Assert.Single(OrderingTest.Run(progress, Parse(Defaults, line))).Holds);
        Assert.True(Assert.Single(OrderingTest.Run(progress.Scale(2), Parse(Defaults, line))).Holds);
    }

    [Fact]
    public void A_reward_that_fails_is_reported_and_the_rest_is_run()
    {
        var picky = Reward.Each<Transitions>("picky", (t, i) => t.Next("x")[i] > 4 ? float.NaN : t.Next("x")[i]);
        var results = OrderingTest.Run(picky, Parse(Defaults,
            """{"better": {"after": {"x": 5}, "action": "right"}, "worse": {"action": "left"}}""", """{"better": {"after": {"x": 1}, "action": "right"}, "worse": {"action": "left"}}"""));
        Assert.Contains("NaN", results[0].Failure);
        Assert.True(results[1].Holds);
    }

    [Theory]
    [InlineData("""{"better": {"action": "left"}}""", "orderings.jsonl:2: 'worse' is missing.")]
    [InlineData("""{"beter": {}, "worse": {}}""", "orderings.jsonl:2: the line has no field 'beter'. Did you mean 'better'?")]
    [InlineData("""{"better": {"after": {"y": 1}, "action": "left"}, "worse": {}}""", "'better.after' has no observation field 'y'")]
    [InlineData("""{"better": {"after": {"x": "far"}, "action": "left"}, "worse": {}}""", "'x' must be a finite number, was far")]
    [InlineData("""{"better": {"action": "up"}, "worse": {}}""", "'better' has an unknown action 'up'")]
    [InlineData("""{"better": {"after": {"x": 1}}, "worse": {}}""", "'better' has no action")]
    [InlineData("""{"better": [], "worse": {}}""", "'better' has no steps")]
    [InlineData("""{"better": {"action": "left", "terminated": 1}, "worse": {}}""", "'terminated' must be true or false")]
    [InlineData("nonsense", "orderings.jsonl:2: no valid JSON at character 2")]
    public void A_mistake_is_one_line_with_its_place(string line, string expected) =>
        Assert.Contains(expected, Assert.Throws<OrderingFileException>(() => Parse(Defaults, line)).Message);

    [Fact]
    public void A_field_that_nobody_gave_is_named() =>
        Assert.Contains("'better' does not say 'v'", Assert.Throws<OrderingFileException>(() =>
            Parse("""{"defaults": {"x": 0}}""", """{"better": {"action": "left"}, "worse": {"action": "left"}}""")).Message);

    [Fact]
    public void An_empty_file_is_a_mistake() => Assert.Contains("no orderings", Assert.Throws<OrderingFileException>(() => Parse("", " ")).Message);

    private static IReadOnlyList<Ordering> Parse(params string[] lines) => OrderingFile.Parse(lines, "orderings.jsonl", FiveCells.Schema);
}
