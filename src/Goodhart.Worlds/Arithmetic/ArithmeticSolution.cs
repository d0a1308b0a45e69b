using Goodhart.Feedback;

namespace Goodhart.Worlds.Arithmetic;

/// <summary>One step as somebody wrote it: left ∘ right = claimed.</summary>
public readonly record struct ArithmeticStep(int Left, Sign Sign, int Right, int Claimed)
{
    /// <summary>Whether the claim is what left ∘ right comes to.</summary>
    public bool Computes(int modulus) => new Operation(Sign, Right).Apply(Left, modulus) == Claimed;

    public override string ToString() => $"{Left} {Symbol(Sign)} {Right} = {Claimed}";

    internal static char Symbol(Sign sign) => sign switch { Sign.Add => '+', Sign.Subtract => '-', _ => '*' };
}

/// <summary>What somebody wrote to a problem: steps, right or wrong, and an answer.</summary>
/// <param name="Problem">What is solved.</param>
/// <param name="Steps">As written; there may be too few.</param>
/// <param name="Answer">The final answer as given, which need not follow from the steps.</param>
public sealed record ArithmeticSolution(ArithmeticProblem Problem, IReadOnlyList<ArithmeticStep> Steps, int Answer)
{
    /// <summary>The answer is the problem's, however it was reached.</summary>
    public bool IsRight => Answer == Problem.Answer;

    /// <summary>Whether each step takes the number so far, does the next operation and computes it rightly. // (Steps.Count)</summary>
    /// <remarks>Where there are fewer steps than operations, a step that does a later operation is wrong, for it skips some; the step after it is judged against what follows then.</remarks>
    public IReadOnlyList<bool> Right
    {
        get
        {
            var (labels, next, missing) = (new bool[Steps.Count], 0, Problem.Operations.Count - Steps.Count);
            for (var i = 0; i < labels.Length; i++)
            {
                var asked = Asked(Steps[i], next, missing);
                labels[i] = asked == next && Steps[i].Left == (i == 0 ? Problem.Start : Steps[i - 1].Claimed) && Steps[i].Computes(Problem.Modulus);
                if (asked > next) missing -= asked - next;
                next = asked < 0 ? next + 1 : asked + 1;
            }

            return labels;
        }
    }

    /// <summary>Number of right steps: the gold of the card of tree-structured preferences.</summary>
    public int RightSteps => Right.Count(right => right);

    /// <summary>Every operation has its step.</summary>
    public bool IsComplete => Steps.Count >= Problem.Operations.Count;

    /// <summary>The answer is the last step's claim.</summary>
    public bool AnswerFollows => Steps.Count > 0 && Steps[^1].Claimed == Answer;

    /// <summary>The steps with their correctness, as process reward models are trained on.</summary>
    public StepLabels<string> ToStepLabels() => StepLabels.Of(Problem.Text, [.. Steps.Select(s => s.ToString())], [.. Right]) with { Answer = $"{Problem.Answer}" };

    /// <summary>Place of the operation a step does: the next one, or a later one if as many are missing; −1 if it does none of them.</summary>
    private int Asked(ArithmeticStep step, int next, int missing)
    {
        for (var place = next; place <= Math.Min(next + Math.Max(0, missing), Problem.Operations.Count - 1); place++)
            if (Problem.Operations[place] == new Operation(step.Sign, step.Right)) return place;
        return -1;
    }
}
