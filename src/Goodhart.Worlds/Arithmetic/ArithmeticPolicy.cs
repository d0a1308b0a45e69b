namespace Goodhart.Worlds.Arithmetic;

/// <param name="Right">Share of solutions without an error, in [0, 1].</param>
/// <param name="Another">Chance that an error is followed by one more, in [0, 1).</param>
/// <param name="Style">How solutions are written.</param>
/// <param name="Remarks">Chance of a remark after each step, in [0, 1].</param>
/// <param name="Padded">Whether a line that does nothing fills the place of a skipped step.</param>
public sealed record ArithmeticPolicyOptions(double Right = 0.1, double Another = 0.3, ArithmeticStyle Style = ArithmeticStyle.Detailed, double Remarks = 0.5, bool Padded = false)
{
    public double Right { get; } = Ensure.InRange(Right, 0.0, 1.0);

    public double Another { get; } = Another is >= 0 and < 1 ? Another : throw new ArgumentOutOfRangeException(nameof(Another), $"Another must be in [0, 1), was {Another}.");

    public double Remarks { get; } = Ensure.InRange(Remarks, 0.0, 1.0);
}

/// <summary>A writer whose solutions are right now and then, and otherwise wrong in one of the five ways or several: the base policy of the world.</summary>
public sealed class ArithmeticPolicy(ArithmeticPolicyOptions options)
{
    /// <summary>One solution.</summary>
    public ArithmeticSolution Solve(ArithmeticProblem problem, Generator rng)
    {
        if (rng.NextDouble() < options.Right) return ArithmeticSolver.Solve(problem);
        List<ArithmeticError> errors = [];
        do errors.Add(ArithmeticSolver.Errors[rng.NextInt(ArithmeticSolver.Errors.Count)]);
        while (rng.NextDouble() < options.Another);
        return ArithmeticSolver.Solve(problem, errors, rng);
    }

    /// <summary>One solution as a text.</summary>
    public string Write(ArithmeticProblem problem, Generator rng) => Write(Solve(problem, rng), rng);

    /// <summary>A given solution in this writer's style.</summary>
    public string Write(ArithmeticSolution solution, Generator rng) => ArithmeticText.Write(solution, options.Style, rng, options.Remarks, options.Padded);
}
