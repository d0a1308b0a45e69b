using Goodhart.Worlds.Arithmetic;

namespace Goodhart.Papers;

/// <summary>What the page's reward models see of a solution: which computations it makes, how it hangs together, and how it looks.</summary>
internal sealed class RewardMathSolution
{
    /// <summary>Features after the table of computations.</summary>
    public const int Carried = 0, Asked = 1, Missing = 2, Follows = 3, Length = 4, Lines = 5, Others = 6;

    private readonly ArithmeticSolution solution;

    public RewardMathSolution(ArithmeticSolution solution, string text)
    {
        this.solution = solution;
        var right = solution.Right;
        List<(int, double)> features = [];
        double carried = 0, asked = 0;
        for (var i = 0; i < solution.Steps.Count; i++)
        {
            var step = solution.Steps[i];
            features.Add((Cell(step), 1));
            if (!CarriedOver(i)) carried++;
            else if (!right[i] && step.Computes(Modulus)) asked++;
        }

        var missing = solution.Problem.Operations.Count - solution.Steps.Count;
        features.AddRange([(Table + Carried, carried), (Table + Asked, asked), (Table + Missing, missing), (Table + Follows, solution.AnswerFollows ? 1 : 0),
            (Table + Length, text.Length / 100.0), (Table + Lines, text.Count(c => c == '\n') / 10.0)]);
        (Features, Gold, Characters, Steps) = ([.. features.Where(f => f.Item2 != 0)], solution.IsRight ? 1 : 0, text.Length, [.. StepFeatures(right)]);
    }

    /// <summary>Non-zero features: index and value.</summary>
    public (int Index, double Value)[] Features { get; }

    /// <summary>1 where the answer is right.</summary>
    public double Gold { get; }

    public int Characters { get; }

    /// <summary>Per step its features and whether it is right; the answer is the last step.</summary>
    public ((int Index, double Value)[] Features, bool Right)[] Steps { get; }

    /// <summary>Number of possible computations, where the features of <see cref="Others"/> begin.</summary>
    private int Table => Modulus * Modulus * Modulus * 3;

    private int Modulus => solution.Problem.Modulus;

    /// <summary>Features there are for problems of a modulus, one of them constant.</summary>
    public static int Width(int modulus) => modulus * modulus * modulus * 3 + Others + 1;

    private int Cell(ArithmeticStep step) => ((step.Left * 3 + (int)step.Sign) * Modulus + step.Right) * Modulus + step.Claimed;

    private bool CarriedOver(int i) => solution.Steps[i].Left == (i == 0 ? solution.Problem.Start : solution.Steps[i - 1].Claimed);

    private IEnumerable<((int, double)[], bool)> StepFeatures(IReadOnlyList<bool> right)
    {
        var constant = (Table + Others, 1.0);
        for (var i = 0; i < right.Count; i++)
        {
            var asked = right[i] || !solution.Steps[i].Computes(Modulus) || !CarriedOver(i);
            yield return ([(Cell(solution.Steps[i]), 1), (Table + Carried, CarriedOver(i) ? 0 : 1), (Table + Asked, asked ? 0 : 1), constant], right[i]);
        }

        yield return ([(Table + Follows, solution.AnswerFollows ? 1 : 0), (Table + Missing, solution.IsComplete ? 0 : 1), constant], solution.AnswerFollows && solution.IsComplete);
    }
}
