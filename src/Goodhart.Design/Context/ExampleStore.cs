using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>Example programs, of which the nearest to a task are shown to whoever writes a program for it (Text2Reward's few shots).</summary>
/// <remarks>Near is the cosine of the tasks' embeddings where a generator is given, else of their TF-IDF vectors. The task's own example is never shown: that would be its solution.</remarks>
/// <param name="examples">The examples.</param>
/// <param name="embedding">Embeds a task; null to stay without a model.</param>
/// <exception cref="ArgumentException">Two examples have the same name.</exception>
public sealed class ExampleStore(IEnumerable<ExampleProgram> examples, IEmbeddingGenerator<string, Embedding<float>>? embedding = null)
{
    private readonly ExampleProgram[] examples = Unique([.. examples.OrderBy(e => e.Name, StringComparer.Ordinal)]);
    private float[][]? embedded;

    public IReadOnlyList<ExampleProgram> Examples => examples;

    /// <summary>The .cs files of a folder, each beginning with "// task: …".</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A file is no example, or there is none.</exception>
    public static ExampleStore FromFolder(string path, IEmbeddingGenerator<string, Embedding<float>>? embedding = null)
    {
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"There is no folder of examples '{path}'.");
        ExampleProgram[] read = [.. Directory.GetFiles(path, "*.cs").Order(StringComparer.Ordinal).Select(ExampleProgram.Read)];
        return read.Length > 0 ? new(read, embedding) : throw new InvalidDataException($"Folder '{path}' holds no examples: expected .cs files that begin with \"// task: …\".");
    }

    /// <summary>Up to <paramref name="count"/> examples of other tasks, nearest first, ties in order of their names.</summary>
    public async ValueTask<IReadOnlyList<RetrievedExample>> NearestAsync(string task, int count = 3, CancellationToken cancellation = default)
    {
        Ensure.NotNegative(count);
        var own = TaskWords.Key(task);
        var similarity = embedding is null ? TaskWords.Similarities(task, [.. examples.Select(e => e.Task)]) : await Embedded(embedding, task, cancellation);
        return [.. examples.Select((example, i) => new RetrievedExample(example, similarity[i]))
            .Where(e => TaskWords.Key(e.Example.Task) != own).OrderByDescending(e => e.Similarity).Take(count)];   // a stable sort: ties stay in order of names
    }

    private async Task<double[]> Embedded(IEmbeddingGenerator<string, Embedding<float>> generator, string task, CancellationToken cancellation)
    {
        embedded ??= [.. (await generator.GenerateAsync(examples.Select(e => e.Task), cancellationToken: cancellation)).Select(e => e.Vector.ToArray())];
        var own = (await generator.GenerateAsync([task], cancellationToken: cancellation))[0].Vector;
        return [.. embedded.Select(e => (double)TensorPrimitives.CosineSimilarity(e, own.Span))];
    }

    private static ExampleProgram[] Unique(ExampleProgram[] examples)
    {
        var twice = examples.GroupBy(e => e.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? examples : throw new ArgumentException($"There are {twice.Count()} examples called '{twice.Key}'.", nameof(examples));
    }
}
