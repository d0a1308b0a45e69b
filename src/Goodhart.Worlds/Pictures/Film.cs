using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>The situations of one episode in order, to be looked at as a strip or as a moving picture.</summary>
public sealed class Film
{
    private readonly IPictured world;
    private readonly IReadOnlyList<float[]> situations;

    /// <param name="world">How a situation looks.</param>
    /// <param name="situations">Observations from the first to the last, at least one. // (situations)(fields)</param>
    /// <exception cref="ArgumentException">There is no situation.</exception>
    public Film(IPictured world, IReadOnlyList<float[]> situations)
    {
        if (situations.Count == 0) throw new ArgumentException("A film needs at least one situation, had none.", nameof(situations));
        (this.world, this.situations) = (world, situations);
    }

    /// <summary>Pictures it has: one more than the episode's steps.</summary>
    public int Count => situations.Count;

    /// <summary>The first episode of one copy in a recorded rollout, up to its end or the record's.</summary>
    /// <param name="world">How a situation looks.</param>
    /// <param name="record">Transitions of all copies, step by step. // rows: step·copies + copy</param>
    /// <param name="copies">Copies in the record.</param>
    /// <param name="copy">Which of them.</param>
    /// <exception cref="ArgumentException">The rows do not divide by the copies, or there are none.</exception>
    public static Film Of(IPictured world, Transitions record, int copies = 1, int copy = 0)
    {
        Ensure.InRange(copy, 0, Ensure.Positive(copies) - 1);
        if (record.Count == 0 || record.Count % copies != 0) throw new ArgumentException($"{record.Count} rows are not whole steps of {copies} copies.", nameof(record));
        List<float[]> situations = [Row(record, copy, next: false)];
        for (var row = copy; row < record.Count; row += copies)
        {
            situations.Add(Row(record, row, next: true));
            if (record.Terminated[row] || record.Truncated[row]) break;
        }

        return new(world, situations);
    }

    /// <summary>Runs a policy for one episode in a fresh world of one copy and films it.</summary>
    /// <param name="world">The world, which must be one that can be looked at.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="seed">Of the world and of the policy's draws; two films with the same seed start alike.</param>
    /// <param name="steps">Most steps; the world's horizon when null.</param>
    /// <exception cref="ArgumentException">The world has no pictures, several copies, or neither it nor the caller limits the steps.</exception>
    public static Film Episode(IWorld world, IPolicy policy, ulong seed, int? steps = null)
    {
        var pictured = world as IPictured ?? throw new ArgumentException($"World '{world.Name}' has no pictures: it is no {nameof(IPictured)}.", nameof(world));
        if (world.Count != 1) throw new ArgumentException($"A film needs a world of one copy, '{world.Name}' has {world.Count}.", nameof(world));
        var most = steps ?? world.Horizon ?? throw new ArgumentException($"World '{world.Name}' has no horizon: say how many steps to film.", nameof(steps));
        world.Reset(seed);
        using var record = new Transitions(world.Schema, Ensure.Positive(most));
        var (rng, action, taken) = (new Generator(Generator.Derive(seed, 1)), new float[world.Schema.Actions.Width], 0);
        do
        {
            policy.Act(Situations.Of(world), rng, action);
            Rollout.Before(world, action, record, taken);
            world.Step(action);
            Rollout.After(world, record, taken++);
        }
        while (taken < most && !world.Terminated[0] && !world.Truncated[0]);
        record.Count = taken;
        return Of(pictured, record);
    }

    /// <summary>Two films beside each other, for a person to compare; the shorter one stands still at its end.</summary>
    public static Film Beside(Film left, Film right)
    {
        var pair = new SideBySide(left.world, right.world, left.situations[0].Length);
        return new(pair, [.. Enumerable.Range(0, Math.Max(left.Count, right.Count)).Select(i => (float[])[.. left.At(i), .. right.At(i)])]);
    }

    /// <summary>Some situations at equal distances in time, first and last included, from left to right as one PNG.</summary>
    /// <param name="pictures">How many, &gt; 0; all there are where the film is shorter.</param>
    /// <param name="options">Sizes; its defaults when null.</param>
    public byte[] Strip(int pictures = 6, FrameOptions? options = null)
    {
        options = (options ?? new()).Checked();
        var chosen = Spread(Ensure.Positive(pictures));
        var (width, gap) = (Frame.Width(world, options.Height), options.Gap);
        using var bitmap = Frame.New(gap + chosen.Length * (width + gap), options.Height + 2 * gap);
        using var canvas = new SKCanvas(bitmap);
        for (var k = 0; k < chosen.Length; k++)
        {
            var before = canvas.Save();
            canvas.Translate(gap + k * (width + gap), gap);
            Frame.Draw(canvas, world, situations[chosen[k]], options.Height);
            canvas.RestoreToCount(before);
        }

        return Frame.Encode(bitmap);
    }

    /// <summary>All situations one after the other as an animated GIF that plays for ever.</summary>
    public byte[] Gif(FrameOptions? options = null)
    {
        options = (options ?? new()).Checked();
        var (width, height) = (Frame.Width(world, options.Height), options.Height);
        var frames = new uint[Count][];
        for (var i = 0; i < Count; i++)
        {
            using var bitmap = Frame.Draw(world, situations[i], height);
            frames[i] = [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan())];
        }

        return GifFile.Encode(width, height, frames, i => i == Count - 1 ? options.Rest : options.Delay);
    }

    private float[] At(int i) => situations[Math.Min(i, Count - 1)];

    private int[] Spread(int pictures) => pictures >= Count ? [.. Enumerable.Range(0, Count)]
        : pictures == 1 ? [Count - 1] : [.. Enumerable.Range(0, pictures).Select(k => (int)Math.Round(k * (Count - 1.0) / (pictures - 1)))];

    private static float[] Row(Transitions record, int row, bool next)
    {
        var values = new float[record.Schema.Observation.Count];
        for (var f = 0; f < values.Length; f++) values[f] = next ? record.Next(f)[row] : record.Observation(f)[row];
        return values;
    }
}
