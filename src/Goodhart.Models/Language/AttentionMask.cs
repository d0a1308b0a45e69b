using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Which keys a query sees: those of its own text, not after it, and within the window where there is one.</summary>
internal static class AttentionMask
{
    /// <summary>True where a query sees a key; null where "not after it" says it all. // (1 or texts, 1, t, past + t)</summary>
    /// <param name="starts">First column of each text; null where every text begins in column 0. // (texts)</param>
    /// <param name="past">Tokens before the first query.</param>
    /// <param name="t">Queries.</param>
    /// <param name="window">Tokens a query sees, itself included; null for all before it.</param>
    /// <param name="device">Where the mask lies.</param>
    public static Tensor? Of(Tensor? starts, int past, int t, int? window, Device device)
    {
        var narrow = window < past + t;
        if (starts is null && !narrow && (past == 0 || t == 1)) return null;
        using var scope = NewDisposeScope();
        var key = arange(past + t, device: device);
        var query = arange(past, past + t, device: device).unsqueeze(1);
        var seen = key.le(query);                                                        // (t, past + t)
        if (narrow) seen = seen.logical_and(key.gt(query.sub(window!.Value)));
        if (starts is null) return seen.unsqueeze(0).unsqueeze(0).MoveToOuterDisposeScope();
        // A place before a text sees itself alone: a row without any key would be not a number.
        var own = key.ge(starts.view(-1, 1, 1)).logical_or(key.eq(query));
        return seen.logical_and(own).unsqueeze(1).MoveToOuterDisposeScope();
    }
}
