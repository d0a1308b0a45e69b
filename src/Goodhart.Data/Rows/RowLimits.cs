namespace Goodhart.Data;

/// <summary>What a file may ask of its reader; each bound has a message that names it.</summary>
/// <param name="MaxRowBytes">Bytes of a single row of text, beyond which the row is refused; 64 MiB by default.</param>
/// <param name="MaxDepth">Nesting of a row, beyond which the row is refused; 64 by default, known formats need 8.</param>
/// <param name="MaxBytes">Bytes of unpacked text, beyond which reading ends; 1 TiB by default, since reading needs no more memory for a longer file.</param>
/// <param name="MaxRatio">Unpacked over packed bytes of a gzip file of more than 64 MiB of text, beyond which it is taken for a decompression bomb; 400 by default, text packs to a tenth.</param>
/// <param name="MaxGroupBytes">Unpacked bytes of a row group of a Parquet file, which has to fit in memory; 2 GiB by default.</param>
public sealed record RowLimits(int MaxRowBytes = 64 << 20, int MaxDepth = 64, long MaxBytes = 1L << 40, int MaxRatio = 400, long MaxGroupBytes = 2L << 30)
{
    public static RowLimits Default { get; } = new();

    public int MaxRowBytes { get; init; } = Ensure.InRange(MaxRowBytes, 1, 1 << 30);

    public int MaxDepth { get; init; } = Ensure.InRange(MaxDepth, 1, 1000);

    public long MaxBytes { get; init; } = Ensure.Positive(MaxBytes);

    public int MaxRatio { get; init; } = Ensure.Positive(MaxRatio);

    public long MaxGroupBytes { get; init; } = Ensure.Positive(MaxGroupBytes);
}
