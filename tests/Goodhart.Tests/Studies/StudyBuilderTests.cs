using Goodhart.Studies;

namespace Goodhart.Tests;

/// <summary>Mistakes that show only when the world is known still name file, line and field.</summary>
public sealed class StudyBuilderTests
{
    private const string Good = """
        name: small
        world: pendulum
        proxy: energy
        truth: balance
        base: uniform
        arms:
          - {name: a, method: ppo}
        """;

    [Theory]
    [InlineData("world: pendulum", "world: pendulun", ":2: world: There is no world 'pendulun'. Did you mean 'pendulum'?")]
    [InlineData("world: pendulum", "world: none.dll:Mine", ":2: world: There is no assembly at '")]
    [InlineData("proxy: energy", "proxy: enrgy", ":3: proxy: expected a reward of the world, got \"enrgy\"; did you mean \"energy\"?")]
    [InlineData("proxy: energy", "proxy: {energy: 1, hight: 2}", ":3: proxy: expected a reward of the world, got \"hight\"; did you mean \"height\"?")]
    [InlineData("truth: balance", "truth: nothing", ":4: truth: expected a reward of the world, got \"nothing\"; known are balance, height, energy")]
    [InlineData("base: uniform", "base: {soft: {reward: balance}}", ":5: base: expected uniform or train, got soft, which needs a tabular world such as tomato")]
    [InlineData("base: uniform", "base: {train: {reward: balanse, steps: 10}}", ":5: base.train.reward: expected a reward of the world, got \"balanse\"; did you mean \"balance\"?")]
    [InlineData("method: ppo", "method: exact", ":6: arms[0].method: expected ppo, got exact, which needs a tabular world such as tomato")]
    public void AMistake_NamesFileLineAndField(string right, string wrong, string expected)
    {
        using var folder = new TempFolder();
        var file = folder.File("study.yaml", Good.Replace(right, wrong, StringComparison.Ordinal));
        var error = Assert.Throws<StudyFileException>(() => StudyFile.Read(file).Build(TestContext.Current.CancellationToken));
        Assert.StartsWith(file + expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void AGoodFile_BecomesTheStudyItSays()
    {
        using var folder = new TempFolder();
        var study = StudyFile.Read(folder.File("study.yaml", Good + "\nhorizon: 17\nseeds: 4\nepisodes: 9\ngamma: 0.5")).Build(TestContext.Current.CancellationToken);
        Assert.Equal(("small", 4, 9, 0.5), (study.Name, study.Seeds, study.Episodes, study.Gamma));
        Assert.Equal((17, "energy", "balance"), (study.World(2).Horizon, study.Proxy.Name, study.Truth.Name));
        Assert.Equal(Hold.None, Assert.IsType<Arm.Sampled>(Assert.Single(study.Arms)).Hold);
    }
}
