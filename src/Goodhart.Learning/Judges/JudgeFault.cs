namespace Goodhart.Learning.Judges;

/// <summary>Why there is no verdict.</summary>
public enum JudgeFault
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The reply holds no verdict, several that contradict each other, or a mark outside the scale.</summary>
    Unreadable,

    /// <summary>The reply was longer than allowed.</summary>
    TooLong,

    /// <summary>The model did not answer, however often it was asked.</summary>
    NoAnswer,
}

/// <summary>What a judge came to, with its words.</summary>
/// <param name="Value">The verdict or the mark; default where <paramref name="Fault"/> is not None.</param>
/// <param name="Reply">The last reply, or why there is none.</param>
/// <param name="Fault">Why there is no verdict.</param>
public sealed record Judged<T>(T? Value, string Reply, JudgeFault Fault = JudgeFault.None)
{
    public bool IsReadable => Fault == JudgeFault.None;

    internal Judged<TTo> To<TTo>(Func<T, TTo> to) => IsReadable ? new(to(Value!), Reply) : new(default, Reply, Fault);
}

/// <summary>A judge gave no verdict where one is needed.</summary>
public sealed class JudgeException(string judge, int sample, JudgeFault fault, string reply) : InvalidOperationException(
    $"Judge '{judge}' gave no verdict on sample {sample}: {Why(fault)} (\"{Short(reply)}\"). It may count as neutral instead: {nameof(JudgeOptions)}.{nameof(JudgeOptions.Unreadable)}, or unreadable=neutral in the name of a judge.")
{
    public int Sample { get; } = sample;

    public JudgeFault Fault { get; } = fault;

    private static string Why(JudgeFault fault) => fault switch
    {
        JudgeFault.TooLong => "its reply was too long",
        JudgeFault.NoAnswer => "it did not answer",
        _ => "its reply could not be read",
    };

    private static string Short(string reply)
    {
        var line = reply.ReplaceLineEndings(" ").Trim();
        return line.Length > 120 ? "…" + line[^120..] : line;
    }
}
