namespace Goodhart.Models;

/// <summary>A text as the tokens a model reads, and where it is scored.</summary>
public sealed record Encoded
{
    /// <param name="ids">Token ids; at least one.</param>
    /// <param name="reads">Positions at which outputs are read, ascending; null for the last alone.</param>
    /// <param name="answer">Where the answer begins: tokens before it are the prompt's.</param>
    /// <exception cref="ArgumentException">There is no token, or a position lies outside the text.</exception>
    public Encoded(int[] ids, int[]? reads = null, int answer = 0)
    {
        if (ids.Length == 0) throw new ArgumentException("A text to score needs at least one token.", nameof(ids));
        (Ids, Reads, Answer) = (ids, reads ?? [ids.Length - 1], Ensure.InRange(answer, 0, ids.Length));
        for (var i = 0; i < Reads.Length; i++)
            if (Reads[i] < 0 || Reads[i] >= ids.Length || (i > 0 && Reads[i] <= Reads[i - 1]))
                throw new ArgumentException($"Positions to read must ascend within the {ids.Length} tokens, was [{string.Join(", ", Reads)}].", nameof(reads));
    }

    public int[] Ids { get; }

    public int[] Reads { get; }

    public int Answer { get; }
}
