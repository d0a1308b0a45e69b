using System.Globalization;
using System.Text;

namespace Goodhart.Design;

/// <summary>What a training has to say to whoever wrote its reward, in words (Eureka's reward reflection).</summary>
/// <remarks>
/// About ten values of every component and of the fitness, called task_score, with two decimals, and their maximum, mean and minimum over the whole training. The
/// total is not shown: a writer is to improve components, not to admire their sum.
/// </remarks>
public static class RewardReflection
{
    /// <summary>Components at most; what earned least by its mean size is left out first.</summary>
    public const int MostComponents = 20;

    private const int Shown = 10;

    /// <summary>The reflection of a program that was trained on.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="components">Whether components are shown; else the fitness alone, for the ablation.</param>
    public static string Of(Outcome outcome, bool components = true)
    {
        var (score, parts) = (Curve(outcome), components ? Parts(outcome) : []);
        var count = score.Values.Count;
        var every = Math.Max(count / Shown, 1);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"A policy was trained on your reward for {outcome.Steps:N0} steps{(outcome.StoppedEarly ? ", then given up because it fell behind others" : "")}. ");
        text.Append(CultureInfo.InvariantCulture, $"Values per episode were tracked {count} times and are shown {(every == 1 ? "each time" : $"every {Ordinal(every)} time")}, ");
        text.Append("with their maximum, mean and minimum over the whole training; task_score is how well the task itself was done:\n");
        Lines(text, parts, every);
        Line(text, score, every);
        return text.Append(components ? Rules : FitnessOnly).ToString();
    }

    /// <summary>The reflection of a program that brought no outcome.</summary>
    public static string Of(Failure failure) => $"""
        Your program could not be trained on. What went wrong:
        {failure.Message.ReplaceLineEndings("\n")}
        Find the mistake, and write the whole program anew without it.
        """.ReplaceLineEndings("\n");

    /// <summary>The components alone, for a writer who is not to know how well the task was done.</summary>
    internal static string Components(Outcome outcome)
    {
        var (parts, text) = (Parts(outcome), new StringBuilder());
        Lines(text, parts, Math.Max(parts.Select(p => p.Values.Count).DefaultIfEmpty().Max() / Shown, 1));
        return text.ToString();
    }

    internal static string Rules => """
        Read these numbers before you write:
        (a) If task_score stays near zero all the time, the reward leads nowhere: write it entirely anew.
        (b) If a component hardly changes, it teaches nothing: change its scale or its temperature, write it differently, or drop it.
        (c) If a component is much larger than the others, they do not count beside it: rescale it to their range.
        First say in a line each what every component does to the training. Then write the improved program.
        """.ReplaceLineEndings("\n");

    private static string FitnessOnly => "Write a program with which task_score becomes higher.";

    private static TrackedCurve Curve(Outcome outcome) =>
        outcome.Curves.FirstOrDefault(c => c.Name == Outcome.TaskScore) ?? new(Outcome.TaskScore, [outcome.Steps], [outcome.LastFitness]);

    private static TrackedCurve[] Parts(Outcome outcome)
    {
        TrackedCurve[] parts = [.. outcome.Curves.Where(c => c.Name is not (Outcome.TaskScore or Outcome.Total) && c.Values.Count > 0)];
        if (parts.Length <= MostComponents) return parts;
        var kept = parts.OrderByDescending(c => c.Values.Average(Math.Abs)).Take(MostComponents).ToHashSet();
        return [.. parts.Where(kept.Contains), .. parts.Where(c => !kept.Contains(c))];
    }

    private static void Lines(StringBuilder text, TrackedCurve[] parts, int every)
    {
        foreach (var curve in parts.Take(MostComponents)) Line(text, curve, every);
        if (parts.Length > MostComponents) text.Append(CultureInfo.InvariantCulture, $"({parts.Length - MostComponents} smaller components are not shown.)\n");
    }

    private static void Line(StringBuilder text, TrackedCurve curve, int every)
    {
        var shown = string.Join(", ", curve.Values.Where((_, i) => i % every == 0).Select(Number));
        text.Append(CultureInfo.InvariantCulture, $"{curve.Name}: [{shown}], Max: {Number(curve.Values.Max())}, Mean: {Number(curve.Values.Average())}, Min: {Number(curve.Values.Min())}\n");
    }

    // Without the sign of −0.00, which means nothing.
    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture) is "-0.00" ? "0.00" : value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Ordinal(int number) => number switch { 2 => "2nd", 3 => "3rd", _ => $"{number}th" };
}
