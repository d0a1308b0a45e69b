namespace Goodhart.Audit.Scores;

/// <param name="Ns">Points of the best-of-n curves; by default <see cref="BestOfN.DefaultNs"/>.</param>
/// <param name="Resamples">Bootstrap resamples of groups per interval; fewer than 1000 leave visible noise in the ends.</param>
/// <param name="Level">Confidence level in (0, 1).</param>
/// <param name="MinModels">Models two benches must share before their rankings are correlated; below 3 a correlation says nothing.</param>
public sealed record ScoreAuditOptions(IReadOnlyList<int>? Ns = null, int Resamples = 1000, double Level = 0.95, int MinModels = 3);
