using CsCheck;
using Goodhart.Design;
using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

public sealed class ExampleStoreTests : IDisposable
{
    private static readonly ExampleProgram[] examples =
    [
        new("push", "push the chair", "push"), new("lift", "lift the cube", "lift"), new("pick", "pick the cube up", "pick"), new("door", "open a door", "door"),
    ];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static async Task<string[]> Names(ExampleStore store, string task, int count = 3) =>
        [.. (await store.NearestAsync(task, count, TestContext.Current.CancellationToken)).Select(e => e.Example.Name)];

    [Fact]
    public async Task Nearest_is_the_cosine_of_tf_idf()
    {
        // Four texts: "the" is in 3, "cube" in 2, "lift" in 1. idf: the ln(5/4)+1 = 1.2231, cube ln(5/3)+1 = 1.5108, lift ln(5/2)+1 = 1.9163, unseen "stack" ln(5)+1 = 2.6094.
        var (the, cube, lift, stack) = (Math.Log(5 / 4.0) + 1, Math.Log(5 / 3.0) + 1, Math.Log(5 / 2.0) + 1, Math.Log(5) + 1);
        var expected = (the * the + cube * cube) / Math.Sqrt((the * the + cube * cube + stack * stack) * (the * the + cube * cube + lift * lift));
        var nearest = await new ExampleStore(examples).NearestAsync("Stack the cube.", 2, TestContext.Current.CancellationToken);
        Assert.Equal(["lift", "pick"], nearest.Select(e => e.Example.Name));
        Assert.Equal(expected, nearest[0].Similarity, 1e-12);
    }

    [Theory]
    [InlineData("lift the cube")]
    [InlineData("Lift the cube!")]
    [InlineData("  the cube: LIFT ")]
    public async Task The_tasks_own_example_is_never_shown(string task)
    {
        var names = await Names(new ExampleStore(examples), task, 10);
        Assert.Equal(3, names.Length);
        Assert.DoesNotContain("lift", names);
    }

    [Fact]
    public async Task Ties_stay_in_order_of_names_whatever_the_order_given() =>
        Assert.Equal(["door", "lift", "pick"], await Names(new ExampleStore(examples.Reverse()), "juggle"));

    [Fact]
    public void The_order_of_words_and_examples_changes_nothing() =>
        Gen.Select(Gen.Int[0, 5].Select(i => new[] { "lift", "push", "the", "cube", "door", "red" }[i]).List[1, 5], Gen.ULong).Sample((words, seed) =>
        {
            var (rng, shuffled, others) = (new Generator(seed), words.ToArray(), examples.ToArray());
            rng.Shuffle(shuffled.AsSpan());
            rng.Shuffle(others.AsSpan());
            var one = TaskWords.Similarities(string.Join(' ', words), [.. examples.Select(e => e.Task)]);
            var other = TaskWords.Similarities(string.Join(", ", shuffled), [.. others.Select(e => e.Task)]);
            return others.Select((e, i) => one[Array.IndexOf(examples, e)] == other[i]).All(same => same) && one.All(s => s is >= 0 and <= 1 + 1e-12);
        }, iter: 200);

    [Fact]
    public async Task Embeddings_decide_where_a_generator_is_given()
    {
        using var generator = new Angles(new() { ["push the chair"] = 80, ["lift the cube"] = 60, ["pick the cube up"] = 10, ["open a door"] = 30, ["stack"] = 0 });
        var store = new ExampleStore(examples, generator);
        Assert.Equal(["pick", "door", "lift"], await Names(store, "stack"));
        var nearest = await store.NearestAsync("stack", 1, TestContext.Current.CancellationToken);
        Assert.Equal(Math.Cos(10 * Math.PI / 180), nearest[0].Similarity, 1e-6);
        Assert.Equal(4 + 1 + 1, generator.Embedded);                                // the examples once
    }

    [Fact]
    public async Task Examples_are_read_from_a_folder()
    {
        Write("b.cs", "// task: lift the cube\n\ndouble Reward(…)\n");
        Write("a.cs", "\uFEFF// Task:  open a door \r\nx\r\n");
        Write("note.txt", "no example");
        var store = ExampleStore.FromFolder(folder.Path);
        Assert.Equal([new("a", "open a door", "x\n"), new("b", "lift the cube", "double Reward(…)\n")], store.Examples);
        Assert.Equal(["a"], await Names(store, "lift the cube"));
    }

    [Theory]
    [InlineData("double Reward() => 1;", "a.cs, line 1: an example begins with its task, as in \"// task: lift the cube\".")]
    [InlineData("// task:\nx", "a.cs, line 1: an example begins with its task, as in \"// task: lift the cube\".")]
    [InlineData("// task: lift\n\n", "a.cs: there is no program behind the task.")]
    [InlineData("// task: lift", "a.cs: there is no program behind the task.")]
    public void A_file_that_is_no_example_is_named(string text, string message)
    {
        Write("a.cs", text);
        Assert.EndsWith(message, Assert.Throws<InvalidDataException>(() => ExampleStore.FromFolder(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_double_examples_are_named()
    {
        Assert.Contains("holds no examples", Assert.Throws<InvalidDataException>(() => ExampleStore.FromFolder(folder.Path)).Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no folder of examples", Assert.Throws<DirectoryNotFoundException>(() => ExampleStore.FromFolder(Path.Combine(folder.Path, "none"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are 2 examples called 'door'.", Assert.Throws<ArgumentException>(() => new ExampleStore([examples[3], examples[3]])).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.Path, name), text);

    /// <summary>Embeds every text as the unit vector at a given angle, degrees.</summary>
    private sealed class Angles(Dictionary<string, double> degrees) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Embedded { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var all = values.Select(v => degrees[v] * Math.PI / 180).Select(a => new Embedding<float>(new[] { (float)Math.Cos(a), (float)Math.Sin(a) })).ToList();
            Embedded += all.Count;
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(all));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
