using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning.Segments;

/// <summary>The rows that many pairs of segments are made of, as tensors: each distinct one once, and where each segment finds its own.</summary>
internal sealed class PairRows : IDisposable
{
    /// <summary>Distinct rows up to which a network looks at all of them for every minibatch; above, at those of the minibatch alone.</summary>
    private const int Few = 2048;

    private readonly Tensor input, index;   // (1 + rows, width), the first being padding; (2·pairs, length), the seconds behind the firsts
    private readonly int pairs;

    public PairRows(SegmentTable table, IReadOnlyList<(Segment First, Segment Second)> between)
    {
        pairs = between.Count;
        Segment[] segments = [.. between.Select(p => p.First), .. between.Select(p => p.Second)];
        int[] wanted = [.. segments.SelectMany(s => s.Rows).Distinct()];
        var place = new Dictionary<int, long>(wanted.Length);
        for (var i = 0; i < wanted.Length; i++) place[wanted[i]] = i + 1;
        var length = segments.Max(s => s.Rows.Count);
        var at = new long[segments.Length * length];
        for (var s = 0; s < segments.Length; s++)
            for (var t = 0; t < segments[s].Rows.Count; t++) at[s * length + t] = place[segments[s].Rows[t]];

        using var scope = NewDisposeScope();
        index = tensor(at).view(segments.Length, length).DetachFromDisposeScope();
        input = zeros(1 + wanted.Length, table.Width).DetachFromDisposeScope();
        var floats = input.Floats();
        for (var i = 0; i < wanted.Length; i++) table.Rows[wanted[i]].CopyTo(floats[((i + 1) * table.Width)..]);
    }

    /// <summary>Sums of tanh(f) over both segments of the chosen pairs, of all where none are chosen. // (pairs) each</summary>
    public (Tensor First, Tensor Second) Returns(Mlp member, params long[] chosen)
    {
        var count = chosen.Length > 0 ? chosen.Length : pairs;
        var rows = chosen.Length > 0 ? index.index_select(0, tensor((long[])[.. chosen, .. chosen.Select(i => i + pairs)])) : index;
        var flat = rows.flatten();
        var rewards = input.shape[0] <= Few ? member.Forward(input).tanh().flatten().index_select(0, flat) : member.Forward(input.index_select(0, flat)).tanh().flatten();
        var returns = (rewards.view_as(rows) * rows.gt(0)).sum(1);   // padding earns nothing
        return (returns.narrow(0, 0, count), returns.narrow(0, count, count));
    }

    public void Dispose()
    {
        input.Dispose();
        index.Dispose();
    }
}
