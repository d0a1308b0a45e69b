namespace Goodhart.Runs;

/// <summary>A whole checkpoint on disk.</summary>
/// <param name="Step">Steps taken when it was saved.</param>
/// <param name="Path">Its file.</param>
public sealed record SavedCheckpoint(long Step, string Path);
