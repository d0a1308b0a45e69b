using Goodhart.Design;
using Goodhart.Feedback;
using Goodhart.Optimization;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.KeyDoor;

namespace Goodhart.Tests;

public sealed class PreferenceJudgeTests : IDisposable
{
    private static readonly WorldEntry world = WorldCatalogue.Find(KeyDoorWorld.Name);

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    private static ShownPolicy Shown(double fitness, IPolicy? policy = null) => new(new("1.1.1", new("text", "drawn"), "hash", [],
        Outcome: new(fitness, fitness, null, [], null, Judgements.Of(Audit.Verdict.Improving, 1, 1), 1)), () => policy ?? new UniformPolicy(world.Create(1).Schema.Actions));

    private static PolicyPair Pair(double left, double right, ulong seed = 1) => new("1.1-1", "Reach the goal.", Shown(left), Shown(right), seed, TestContext.Current.CancellationToken);

    [Fact]
    public void A_proxy_prefers_the_higher_fitness_and_calls_near_ones_equal_where_told_to()
    {
        Assert.Equal(Choice.First, PolicyJudge.Proxy().Compare(Pair(.5, .4)));
        Assert.Equal(Choice.Second, PolicyJudge.Proxy().Compare(Pair(.4, .5)));
        Assert.Equal(Choice.Tie, PolicyJudge.Proxy().Compare(Pair(.4, .4)));
        Assert.Equal(Choice.Tie, PolicyJudge.Proxy(.15).Compare(Pair(.4, .5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PolicyJudge.Proxy(-1));
    }

    [Fact]
    public void A_mistaken_judge_errs_as_often_as_told_and_the_same_on_the_same_question()
    {
        double Wrong(double share) => Enumerable.Range(0, 2000).Count(i => PolicyJudge.Proxy().Mistaken(share).Compare(Pair(1, 0, (ulong)i)) == Choice.Second) / 2000.0;
        Assert.Equal((0, 1), (Wrong(0), Wrong(1)));
        Assert.InRange(Wrong(.2), .17, .23);   // three standard deviations of .009
        Assert.InRange(Wrong(.5), .46, .54);
        Assert.Equal(PolicyJudge.Proxy().Mistaken(.5).Compare(Pair(1, 0, 7)), PolicyJudge.Proxy().Mistaken(.5).Compare(Pair(1, 0, 7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PolicyJudge.Proxy().Mistaken(1.1));
    }

    [Fact]
    public void A_person_at_the_terminal_sees_where_films_lie_and_no_number()
    {
        var output = new StringWriter();
        var judge = WatchingJudge.FromConsole(new(world, temp.In("films"), starts: 1), new StringReader("what?\n RIGHT \n=\n?\n"), output);
        Assert.Equal(Choice.Second, judge.Compare(Pair(.8765, .4321)));
        Assert.Equal(Choice.Tie, judge.Compare(Pair(.8765, .4321)));
        Assert.Equal(Choice.CannotCompare, judge.Compare(Pair(.8765, .4321)));
        Assert.Contains("'what?' is none of left, right, equal or unsure.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(temp.In(Path.Combine("films", "compare-1.1-1-1.gif")), output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("8765", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("1.1.1", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("before comparison 1.1-1 was answered", Assert.Throws<EndOfStreamException>(() => judge.Compare(Pair(1, 0))).Message, StringComparison.Ordinal);
        Assert.Equal("GIF89a"u8.ToArray(), File.ReadAllBytes(temp.In(Path.Combine("films", "compare-1.1-1-1.gif")))[..6]);
        Assert.Equal((byte)'P', File.ReadAllBytes(temp.In(Path.Combine("films", "compare-1.1-1-1.png")))[1]);
    }

    [Fact]
    public void A_person_may_answer_by_file()
    {
        var judge = WatchingJudge.FromFolder(new(world, temp.Path, starts: 1), TimeSpan.FromMilliseconds(5));
        temp.File("compare-1.1-1.txt", "left\n");
        Assert.Equal(Choice.First, judge.Compare(Pair(1, 0)));
        Assert.Contains("Write left, right, equal or unsure into compare-1.1-1.txt.", File.ReadAllText(temp.In("compare-1.1-1.md")), StringComparison.Ordinal);
        temp.File("compare-1.1-1.txt", "the blue one");
        Assert.EndsWith("must hold one of left, right, equal or unsure, held 'the blue one'.", Assert.Throws<InvalidDataException>(() => judge.Compare(Pair(1, 0))).Message, StringComparison.Ordinal);
        File.Delete(temp.In("compare-1.1-1.txt"));
        using var stop = new CancellationTokenSource(20);
        Assert.Throws<OperationCanceledException>(() => judge.Compare(Pair(1, 0) with { Cancellation = stop.Token }));
    }

    [Fact]
    public void Both_sides_start_alike_so_the_same_policy_twice_gives_the_same_film_whichever_side()
    {
        var films = new PolicyFilms(world, temp.Path, starts: 2);
        byte[][] Made(PolicyPair pair) => [.. films.Make(pair).Select(File.ReadAllBytes)];
        var (once, swapped) = (Made(Pair(1, 0)), Made(Pair(0, 1)));
        Assert.Equal(4, once.Length);
        Assert.Equal(once, swapped);
        Assert.NotEqual(once[0], once[2]);   // starts differ from each other
    }

    [Fact]
    public void A_run_that_goes_on_in_another_process_trains_a_policy_again_to_show_it()
    {
        var training = new TabularTraining(world.Create, world.Task!, new(Episodes: 60), new(Measurements: 2, Episodes: 4, Judging: new(Resamples: 20)));
        var chat = () => new ScriptedChat(r => CodeBlock.Fence(FormattableString.Invariant($"double Reward(Obs before, Act action, Obs after) => {r.Rng.NextDouble():F4} * after.X;")), 1);
        var options = InContextPreferenceDesigner.Budget with { Samples = 2, Rounds = 1, Finalists = 1, FreshSeeds = 2 };
        string path;
        using (var folder = Runs.RunFolder.Create(temp.Path, "run", new { }, 1, new StillClock()))
        {
            path = folder.Path;
            Assert.Throws<EndOfStreamException>(() => DesignRun.Run(new(world, world.Task!, training, Designer(new StringReader("")), options), folder, cancellation: TestContext.Current.CancellationToken));
        }

        var films = Directory.GetFiles(temp.In("films")).ToDictionary(f => f, File.ReadAllBytes);
        Directory.Delete(temp.In("films"), recursive: true);
        var done = DesignRun.Resume(new(world, world.Task!, training, Designer(new StringReader("left\n")), options), path, cancellation: TestContext.Current.CancellationToken);
        Assert.NotNull(done.Best);
        Assert.NotEmpty(films);
        foreach (var (name, bytes) in films) Assert.Equal(bytes, File.ReadAllBytes(name));

        InContextPreferenceDesigner Designer(StringReader typed) => new(chat(), WatchingJudge.FromConsole(new(world, temp.In("films"), starts: 1), typed, TextWriter.Null));
    }
}
