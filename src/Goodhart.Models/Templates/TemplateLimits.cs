namespace Goodhart.Models;

/// <summary>How much a template of unknown origin may do.</summary>
/// <param name="Steps">Expressions and statements evaluated in one rendering, and a step for every 16 characters made.</param>
/// <param name="Characters">Length of the rendered text, and of any text within.</param>
/// <param name="Depth">Nesting of expressions, blocks and macro calls.</param>
public sealed record TemplateLimits(int Steps = 5_000_000, int Characters = 8_000_000, int Depth = 100);
