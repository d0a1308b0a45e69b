namespace Goodhart.Audit.Scores;

/// <param name="Model">Name for a file that has no model column; by default the name of the file.</param>
/// <param name="Bench">Name of the bench for a file that does not tell.</param>
/// <param name="Labels">What generic files' gold column says; by default labels where every value is 0 or 1, grades otherwise.</param>
/// <param name="KeepRepeats">Counts a group that a result file lists twice as two, as published tables did; by default an identical repeat is dropped with a warning.</param>
/// <param name="MaxBytes">Bytes of (unpacked) text beyond which a file is refused; 1 GiB by default.</param>
/// <param name="MaxRowBytes">Bytes of a single row beyond which a file is refused; 16 MiB by default.</param>
/// <param name="MaxDepth">Nesting of a JSON row beyond which a file is refused; 16 by default, score files need 4.</param>
public sealed record ReadOptions(
    string? Model = null,
    string? Bench = null,
    GoldLabels? Labels = null,
    bool KeepRepeats = false,
    long MaxBytes = 1L << 30,
    int MaxRowBytes = 16 << 20,
    int MaxDepth = 16);
