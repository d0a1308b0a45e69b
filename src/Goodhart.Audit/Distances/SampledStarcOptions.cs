namespace Goodhart.Audit.Distances;

/// <param name="Steps">Steps of every copy of the world in each of two independent rollouts.</param>
/// <param name="Points">Situations and actions at which canonical rewards are compared, drawn from both rollouts.</param>
/// <param name="Degree">
/// Degree of the polynomials in observations (and continuous actions) that V and the advantage are fitted with; enumerated states get a number each.
/// </param>
/// <param name="Lambda">
/// Trace decay of the value fit in [0, 1]: 1 regresses on Monte-Carlo returns, 0 on one step and the next value, which varies less but believes the fit.
/// </param>
/// <param name="Norm">Norm for scaling and for the difference.</param>
public sealed record SampledStarcOptions(int Steps = 1000, int Points = 4096, int Degree = 2, double Lambda = 1, Norm Norm = Norm.L2);
