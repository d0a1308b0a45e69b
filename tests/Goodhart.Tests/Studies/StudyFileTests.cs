using CsCheck;
using Goodhart.Audit;
using Goodhart.Studies;

namespace Goodhart.Tests;

public sealed class StudyFileTests : IDisposable
{
    private const string Whole = """
        name: tomato by hand
        world: tomato
        proxy: { watered: 1.0, bucket: 0.1 }
        truth: watered
        base: { soft: { reward: watered, temperature: 0.1, mix: 0.2 } }
        gamma: 0.99
        horizon: 100
        episodes: 1_000
        seeds: 3
        seed: 18446744073709551615
        failOn: over-optimised
        arms:
          - { name: proxy only, method: exact }
          - name: held
            method: exact
            regulariser: occupancy-sqrt-chi2
            lambda: theory
          - name: sampled
            method: ppo
            regulariser: action-kl
            lambda: 5e-2
            steps: 3e5
            environments: 64
            learningRate: 0.0003
            gaeLambda: 0.95
        """;

    private static readonly string[] Puts =
        ["", "{", "}", "[", "]", ":", "- ", "\"", "'", "\n", "  ", "&a ", "*a", "!", "|", ">", "#", "?", "\t", "\0", "%", "@", "`"];

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private StudyFile Read(string text) => StudyFile.Read(temp.File("study.yaml", text));

    /// <summary>The mistake without the folder's name.</summary>
    private string Mistake(string text)
    {
        var error = Assert.Throws<StudyFileException>(() => Read(text));
        Assert.DoesNotContain('\n', error.Message);
        return error.Message.Replace(temp.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    [Fact]
    public void EveryField_IsRead()
    {
        var study = Read(Whole);
        Assert.Equal(("tomato by hand", "tomato", "watered"), (study.Name, study.World.ToString(), study.Truth));
        Assert.Equal([new("watered"), new("bucket", 0.1)], study.Proxy);
        Assert.Equal(new BaseOptions.Soft("watered", 0.1, 0.2), study.Base);
        Assert.Equal((0.99, 100, 1000, 3, ulong.MaxValue, Verdict.OverOptimised), (study.Gamma, study.Horizon, study.Episodes, study.Seeds, study.Seed, study.FailOn));
        Assert.Equal(
            [
                new ArmOptions("proxy only", ArmMethod.Exact),
                new ArmOptions("held", ArmMethod.Exact, Hold.OccupancySqrtChiSquared, null),
                new ArmOptions("sampled", ArmMethod.Ppo, Hold.ActionKl, 0.05, 300_000, new(Environments: 64, LearningRate: 3e-4, GaeLambda: 0.95)),
            ],
            study.Arms);
        Assert.Equal([false, true, false], study.Arms.Select(a => a.UsesTheoryLambda));
    }

    [Fact]
    public void TheShortestStudy_LeavesTheRestToDefaults()
    {
        var study = Read("""
            name: a
            world: bin/my.dll:My.World
            proxy: p
            truth: t
            base: uniform
            arms: [{ name: x, method: ppo }]
            """);
        Assert.Equal(new WorldReference("My.World", temp.In("bin/my.dll")), study.World);
        Assert.Equal([new("p")], study.Proxy);
        Assert.Equal(new BaseOptions.Uniform(), study.Base);
        Assert.Equal(new ArmOptions("x", ArmMethod.Ppo, Ppo: new()), Assert.Single(study.Arms));
        Assert.Null(study.Gamma ?? study.Horizon ?? study.Episodes ?? study.Seeds ?? (double?)study.Seed);
        Assert.Null(study.FailOn);
    }

    [Fact]
    public void ATrainedBase_IsRead() =>
        Assert.Equal(new BaseOptions.Trained("watered", 2_000_000), Read(Whole.Replace("soft: { reward: watered, temperature: 0.1, mix: 0.2 }", "train: { reward: watered, steps: 2_000_000 }", StringComparison.Ordinal)).Base);

    [Theory]
    [InlineData("lambda: 5e-2", "lambda: abc", "study.yaml:21: arms[2].lambda: expected a positive number, got \"abc\"")]
    [InlineData("lambda: 5e-2", "lambda: '0.1'", "study.yaml:21: arms[2].lambda: expected a positive number, got the text \"0.1\"")]
    [InlineData("lambda: 5e-2", "lambda: 0", "study.yaml:21: arms[2].lambda: expected a positive number, got \"0\"")]
    [InlineData("lambda: 5e-2", "lambda: .nan", "study.yaml:21: arms[2].lambda: expected a positive number, got \".nan\"")]
    [InlineData("lambda: 5e-2", "lambda: 1e999", "study.yaml:21: arms[2].lambda: expected a positive number, got \"1e999\"")]
    [InlineData("lambda: 5e-2", "lambda: [1]", "study.yaml:21: arms[2].lambda: expected a positive number, got a list")]
    [InlineData("lambda: 5e-2", "lambda:", "study.yaml:21: arms[2].lambda: expected a positive number, got nothing")]
    [InlineData("lambda: 5e-2", "lambda: theory", "study.yaml:21: arms[2].lambda: expected a positive number; theory is known only for occupancy-sqrt-chi2 and state-occupancy-sqrt-chi2")]
    [InlineData("    lambda: 5e-2\n", "", "study.yaml:18: arms[2].lambda: expected a positive number, but the field is missing")]
    [InlineData("lambda: theory", "lambda: theorie", "study.yaml:17: arms[1].lambda: expected a positive number or theory, got \"theorie\"")]
    [InlineData("method: exact }", "method: exact, lambda: 1 }", "study.yaml:13: arms[0].lambda: expected only with a regulariser, this arm has none")]
    [InlineData("method: exact }", "method: exact, steps: 5 }", "study.yaml:13: arms[0].steps: expected only with method: ppo, this arm is exact")]
    [InlineData("steps: 3e5", "steps: 1.5", "study.yaml:22: arms[2].steps: expected a whole number of environment steps, at least 1, got \"1.5\"")]
    [InlineData("steps: 3e5", "steps: 99999999999999999999", "study.yaml:22: arms[2].steps: expected a whole number of environment steps, at least 1, got \"99999999999999999999\"")]
    [InlineData("environments: 64", "environments: 0", "study.yaml:23: arms[2].environments: expected a whole number, at least 1, got \"0\"")]
    [InlineData("gaeLambda: 0.95", "gaeLambda: 1.1", "study.yaml:25: arms[2].gaeLambda: expected a number in [0, 1], got \"1.1\"")]
    [InlineData("name: held", "name: proxy only", "study.yaml:14: arms[1]: expected a name of its own, got \"proxy only\" again")]
    [InlineData("gamma: 0.99", "gamma: 1.01", "study.yaml:6: gamma: expected a discount in (0, 1), got \"1.01\"")]
    [InlineData("seeds: 3", "seeds: three", "study.yaml:9: seeds: expected a whole number of seeds, at least 1, got \"three\"")]
    [InlineData("seed: 18446744073709551615", "seed: -1", "study.yaml:10: seed: expected a whole number from 0, got \"-1\"")]
    [InlineData("truth: watered\n", "", "study.yaml:1: truth: expected the name of one of the world's rewards, but the field is missing")]
    [InlineData("bucket: 0.1", "bucket: 0", "study.yaml:3: proxy.bucket: expected a weight other than 0, got \"0\"")]
    [InlineData("proxy: { watered: 1.0, bucket: 0.1 }", "proxy: {}", "study.yaml:3: proxy: expected a weighted sum {a: 1.0, b: 0.1}, got an empty one")]
    [InlineData("world: tomato", "world: my.exe:X", "study.yaml:2: world: expected a world of the catalogue or my.dll:MyWorld, got \"my.exe:X\"")]
    [InlineData("mix: 0.2", "mix: 2", "study.yaml:5: base.soft.mix: expected a share in [0, 1], got \"2\"")]
    [InlineData("name: tomato by hand", "name: '***'", "study.yaml:1: name: expected a name of at most 100 characters with a letter or a digit, got the text \"***\"")]
    [InlineData("name: tomato by hand", "name: {a: b}", "study.yaml:1: name: expected a name, got a mapping")]
    public void AMistake_IsOneLine_WithFileLineFieldAndWhatWasExpected(string right, string wrong, string expected)
    {
        Assert.Contains(right, Whole, StringComparison.Ordinal);
        Assert.Equal(expected, Mistake(Whole.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("gamma: 0.99", "gama: 0.99", "study.yaml:6: gama: unknown field", "gamma")]
    [InlineData("method: ppo", "method: pro", "study.yaml:19: arms[2].method: expected ppo or exact, got \"pro\"", "ppo")]
    [InlineData("regulariser: action-kl", "regulariser: action-k1", "study.yaml:20: arms[2].regulariser: expected a regulariser, got \"action-k1\"", "action-kl")]
    [InlineData("learningRate:", "learning_rate:", "study.yaml:24: arms[2].learning_rate: unknown field", "learningRate")]
    [InlineData("failOn: over-optimised", "failOn: over-optimized", "study.yaml:11: failOn: expected a verdict, got \"over-optimized\"", "over-optimised")]
    [InlineData("{ soft:", "{ sofd:", "study.yaml:5: base.sofd: unknown field", "soft")]
    public void AnUnknownName_IsAnsweredWithTheNearest(string right, string wrong, string start, string nearest)
    {
        var mistake = Mistake(Whole.Replace(right, wrong, StringComparison.Ordinal));
        Assert.StartsWith(start, mistake, StringComparison.Ordinal);
        Assert.Contains(nearest, mistake[start.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNoStudy_IsRefusedInOneLine()
    {
        Assert.Equal("study.yaml: the file is empty", Mistake(""));
        Assert.Equal("study.yaml:1: expected a mapping of fields such as name: and world:, got \"hello\"", Mistake("hello"));
        Assert.StartsWith("study.yaml:2: not valid YAML: ", Mistake("a: [1]\nb: }"), StringComparison.Ordinal);
        Assert.Equal("study.yaml:1: not valid YAML", Mistake("a: [1,\nb: }"));
        Assert.StartsWith("study.yaml:2: not valid YAML: ", Mistake("name: a\nname: b"), StringComparison.Ordinal);
        Assert.Equal("study.yaml:3: expected one document, got another after ---", Mistake("a: 1\n---\nb: 2"));
        Assert.Equal("none.yaml: there is no such file", Assert.Throws<StudyFileException>(() => StudyFile.Read("none.yaml")).Message);
    }

    [Fact]
    public void BytesThatAreNotText_AreRefused()
    {
        File.WriteAllBytes(temp.In("study.yaml"), [0x6E, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]);
        Assert.EndsWith("study.yaml: expected UTF-8 text, got other bytes", Assert.Throws<StudyFileException>(() => StudyFile.Read(temp.In("study.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HostileYaml_IsRefusedBeforeItCosts()
    {
        Assert.Equal("study.yaml: expected at most 1048576 bytes, got 1048577", Mistake(new string('#', (1 << 20) + 1)));
        Assert.Equal("study.yaml:1: expected at most 16 levels of nesting, got more", Mistake(new string('[', 100_000)));
        Assert.Equal("study.yaml:2: aliases are not supported, write out what *x stands for", Mistake("a: &x [1]\nb: [*x, *x]"));
        Assert.StartsWith("study.yaml:1: tags are not supported, got ", Mistake("a: !!binary aGVsbG8="), StringComparison.Ordinal);
    }

    [Fact]
    public void AnyBrokenText_IsAMistakeOfOneLine_AndNothingElse() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 12], Gen.Int[0, Puts.Length - 1].Select(i => Puts[i])).Sample((at, cut, put) =>
        {
            try
            {
                Read(Whole.Remove(at, Math.Min(cut, Whole.Length - at)).Insert(at, put));
            }
            catch (StudyFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                Assert.True(e.Line > 0, e.Message);
            }
        }, iter: 2000, threads: 1);

    [Theory]
    [InlineData("tomato", "tomato", null)]
    [InlineData("my.dll:MyWorld", "MyWorld", "my.dll")]
    [InlineData("../bin/A.DLL:N.C", "N.C", "../bin/A.DLL")]
    public void AWorldReference_IsRelativeToItsFile(string text, string name, string? assembly) =>
        Assert.Equal(new WorldReference(name, assembly is null ? null : Path.GetFullPath(assembly, temp.Path)), WorldReference.Parse(text, temp.Path));
}
