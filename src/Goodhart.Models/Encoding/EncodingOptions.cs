namespace Goodhart.Models;

/// <param name="MaxLength">Tokens at most, the model's context; null for no bound.</param>
/// <param name="CutAnswer">Whether an answer that is too long by itself is cut at its end; otherwise that is an error.</param>
/// <param name="Separator">What stands between a task and its steps, and between steps.</param>
public sealed record EncodingOptions(int? MaxLength = null, bool CutAnswer = false, string Separator = "\n");
