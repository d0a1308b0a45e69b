namespace Goodhart.Audit.Lint;

/// <param name="Copies">Copies of the world that are sampled.</param>
/// <param name="Steps">Steps of each copy.</param>
/// <param name="Gamma">Discount of the objective, in (0, 1]; shaping is judged by it.</param>
/// <param name="Large">A step's score counts as large from here on; value networks are happiest near 1.</param>
/// <param name="Small">A step's score counts as small up to here.</param>
/// <param name="Dominates">Share of the variance from which one part drowns the others (Eureka's third rule).</param>
/// <param name="Saturates">Share of transitions at one end of a part's range from which it counts as saturated.</param>
public sealed record LintOptions(
    int Copies = 32, int Steps = 256, double Gamma = 0.99, double Large = 100, double Small = 1e-3, double Dominates = 0.95, double Saturates = 0.9);
