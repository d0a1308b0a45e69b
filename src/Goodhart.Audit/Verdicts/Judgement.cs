using Goodhart.Statistics;

namespace Goodhart.Audit;

/// <summary>A verdict on one arm with what it rests on.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Reason">Why, in words for someone who did not run it, with the numbers.</param>
/// <param name="Peak">Where on the path, base included, what was wanted stood highest; null when nothing could be measured.</param>
/// <param name="TrueChange">True return of the last checkpoint minus the base's.</param>
/// <param name="ProxyChange">Proxy return of the last checkpoint minus the base's.</param>
/// <param name="Drop">True return of the peak minus the last checkpoint's; its interval allows for the peak having been picked.</param>
/// <param name="MinimumEffect">Smallest change of the true return that counted as material.</param>
/// <param name="Bound">Lower bound on the last checkpoint's true return from the proxy alone; null where none exists.</param>
/// <param name="Notes">What else a reader has to know: a wrong reference, mass outside the support.</param>
public sealed record Judgement(
    string Arm, Verdict Verdict, string Reason, Checkpoint? Peak, Interval TrueChange, Interval ProxyChange, Interval Drop,
    double MinimumEffect, Interval? Bound, IReadOnlyList<string> Notes);
