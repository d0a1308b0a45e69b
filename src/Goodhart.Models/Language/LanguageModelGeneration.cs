using static TorchSharp.torch;

namespace Goodhart.Models;

public sealed partial class LanguageModel
{
    /// <summary>Continues texts. Text i draws from the i-th fork of the generator, so that what it says does not depend on the others.</summary>
    /// <inheritdoc cref="Generate(IReadOnlyList{int[]}, IReadOnlyList{Generator}, Sampling?, CancellationToken)"/>
    public IReadOnlyList<Continuation> Generate(IReadOnlyList<int[]> prompts, Generator rng, Sampling? sampling = null, CancellationToken cancellation = default) =>
        Generate(prompts, [.. prompts.Select(_ => rng.Fork())], sampling, cancellation);

    /// <summary>Continues texts, each with a generator of its own.</summary>
    /// <param name="prompts">Token ids; at least one token in each.</param>
    /// <param name="rngs">A generator for each text.</param>
    /// <param name="sampling">How; draws from the model's own distribution by default.</param>
    /// <param name="cancellation">Asked before every token.</param>
    /// <exception cref="ArgumentException">A prompt is empty, fills the model's positions, or holds an id outside the vocabulary.</exception>
    public IReadOnlyList<Continuation> Generate(IReadOnlyList<int[]> prompts, IReadOnlyList<Generator> rngs, Sampling? sampling = null, CancellationToken cancellation = default)
    {
        Ensure.SameLength(rngs.Count, prompts.Count);
        sampling = (sampling ?? new()).Checked();
        for (var i = 0; i < prompts.Count; i++)
        {
            Body.Require(prompts[i], $"Prompt {i}");
            if (prompts[i].Length == Config.MaxPositions) throw new ArgumentException($"Prompt {i} has {prompts[i].Length} tokens, which fills all positions of this model and leaves none to continue.", nameof(prompts));
        }

        var done = new Continuation[prompts.Count];
        using var gradless = no_grad();
        foreach (var rows in Enumerable.Range(0, prompts.Count).OrderByDescending(i => prompts[i].Length).Chunk(sampling.BatchTexts))
        {
            var texts = Continue([.. rows.Select(row => new Continued(prompts[row], rngs[row]))], sampling, cancellation);
            foreach (var (row, text) in rows.Zip(texts)) done[row] = text;
        }

        return done;
    }

    private IEnumerable<Continuation> Continue(Continued[] texts, Sampling sampling, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var batch = Body.Batch([.. texts.Select(text => text.Prompt)], PaddingSide.Left);
        using var cache = new KeyValueCache(Config, batch, Body.Embedding.dtype);
        var (draw, stop) = (new TokenDraw(sampling), (sampling.Stop ?? Config.StopIds).ToHashSet());
        var (running, ids) = (texts, batch.Ids);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using (var step = NewDisposeScope())
            {
                var logits = Logits(Body.Read(ids, cache)).to(ScalarType.Float32, CPU).contiguous();   // (running, vocabulary)
                for (var row = 0; row < running.Length; row++)
                {
                    if (running[row].Ended) continue;
                    var next = draw.Next(logits.Floats().Slice(row * Config.VocabularySize, Config.VocabularySize), running[row].Rng);
                    running[row].Add(next, stop, Math.Min(sampling.MaxTokens, Config.MaxPositions - running[row].Prompt.Length));
                }

                var left = running.Count(text => !text.Ended);
                if (left == 0) break;
                if (2 * left <= running.Length)   // copying the cache pays once half of its texts have ended
                {
                    cache.Keep(tensor([.. Enumerable.Range(0, running.Length).Where(row => !running[row].Ended).Select(row => (long)row)], device: batch.Ids.device));
                    running = [.. running.Where(text => !text.Ended)];
                }
            }

            if (!ReferenceEquals(ids, batch.Ids)) ids.Dispose();
            ids = tensor([.. running.Select(text => (long)text.Last)], [running.Length, 1], device: batch.Ids.device);
        }

        return [.. texts.Select(text => text.Done)];
    }

    /// <summary>A text while it is continued.</summary>
    private sealed class Continued(int[] prompt, Generator rng)
    {
        private readonly List<int> added = [];
        private bool stopped;

        public int[] Prompt => prompt;

        public Generator Rng => rng;

        public bool Ended { get; private set; }

        public int Last => added[^1];

        public Continuation Done => new([.. added], stopped);

        public void Add(int token, HashSet<int> stop, int most)
        {
            added.Add(token);
            stopped = stop.Contains(token);
            Ended = stopped || added.Count >= most;
        }
    }
}
