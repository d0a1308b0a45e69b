namespace Goodhart.Worlds.Arithmetic;

/// <summary>Ways to go wrong.</summary>
public enum ArithmeticError
{
    /// <summary>A step is computed wrongly, and the rest goes on from there.</summary>
    Slip,

    /// <summary>A step adds where it should multiply, and the like.</summary>
    WrongSign,

    /// <summary>An operation is left out.</summary>
    SkippedStep,

    /// <summary>A step works with another number than the problem's.</summary>
    CopiedNumber,

    /// <summary>All steps are right, and the answer is another number.</summary>
    WrongAnswer,
}

/// <summary>Solves problems, rightly or with errors of chosen kinds.</summary>
public static class ArithmeticSolver
{
    public static IReadOnlyList<ArithmeticError> Errors { get; } = Enum.GetValues<ArithmeticError>();

    /// <summary>The right solution.</summary>
    public static ArithmeticSolution Solve(ArithmeticProblem problem) => Walk(problem, [], new(0));

    /// <summary>A solution with one error of the kind at a random place. Its answer may still be right by luck: check <see cref="ArithmeticSolution.IsRight"/>.</summary>
    public static ArithmeticSolution Solve(ArithmeticProblem problem, ArithmeticError error, Generator rng) => Solve(problem, [error], rng);

    /// <summary>A solution with several errors, each at a random place of its own as far as there are places.</summary>
    public static ArithmeticSolution Solve(ArithmeticProblem problem, IReadOnlyList<ArithmeticError> errors, Generator rng)
    {
        int[] places = [.. Enumerable.Range(0, problem.Operations.Count)];
        rng.Shuffle<int>(places);
        var at = new Dictionary<int, ArithmeticError>();
        for (var i = 0; i < errors.Count; i++) at[errors[i] is ArithmeticError.WrongAnswer ? -1 : places[i % places.Length]] = errors[i];
        return Walk(problem, at, rng);
    }

    /// <summary>The step a writer takes who slips at some rate and makes no other error; the rest of a prefix's errors stay in it.</summary>
    /// <param name="problem">What is solved.</param>
    /// <param name="prefix">Steps taken so far.</param>
    /// <param name="slips">Share of steps computed wrongly, in [0, 1].</param>
    /// <param name="rng">Draws slips.</param>
    /// <exception cref="ArgumentException">All operations are done.</exception>
    public static ArithmeticStep Next(ArithmeticProblem problem, IReadOnlyList<ArithmeticStep> prefix, double slips, Generator rng)
    {
        if (prefix.Count >= problem.Operations.Count) throw new ArgumentException($"All {problem.Operations.Count} operations are done.", nameof(prefix));
        var (left, operation) = (prefix.Count == 0 ? problem.Start : prefix[^1].Claimed, problem.Operations[prefix.Count]);
        var value = operation.Apply(left, problem.Modulus);
        return new(left, operation.Sign, operation.Operand, rng.NextDouble() < slips ? Other(value, problem.Modulus, rng) : value);
    }

    private static ArithmeticSolution Walk(ArithmeticProblem problem, Dictionary<int, ArithmeticError> errors, Generator rng)
    {
        List<ArithmeticStep> steps = [];
        var (left, modulus) = (problem.Start, problem.Modulus);
        for (var i = 0; i < problem.Operations.Count; i++)
        {
            var operation = problem.Operations[i];
            ArithmeticError? error = errors.TryGetValue(i, out var found) ? found : null;
            if (error is ArithmeticError.SkippedStep) continue;
            if (error is ArithmeticError.WrongSign) operation = operation with { Sign = (Sign)(((int)operation.Sign + 1 + rng.NextInt(2)) % 3) };
            if (error is ArithmeticError.CopiedNumber) operation = operation with { Operand = Other(operation.Operand, modulus, rng) };
            var claimed = operation.Apply(left, modulus);
            if (error is ArithmeticError.Slip) claimed = Other(claimed, modulus, rng);
            steps.Add(new(left, operation.Sign, operation.Operand, claimed));
            left = claimed;
        }

        return new(problem, steps, errors.ContainsKey(-1) ? Other(left, modulus, rng) : left);
    }

    private static int Other(int value, int modulus, Generator rng) => (value + 1 + rng.NextInt(modulus - 1)) % modulus;
}
