using CsCheck;
using Goodhart.Worlds.Arithmetic;

namespace Goodhart.Tests;

public sealed class ArithmeticTests
{
    // 3 + 4 = 0, 0 − 2 = 5, 5 · 3 = 1 modulo 7.
    private static readonly ArithmeticProblem problem = new(3, [new(Sign.Add, 4), new(Sign.Subtract, 2), new(Sign.Times, 3)], 7);

    private static readonly Gen<ulong> seeds = Gen.ULong;

    [Fact]
    public void Values_ByHand()
    {
        Assert.Equal([0, 5, 1], problem.Values);
        Assert.Equal("Count modulo 7. Start with 3; add 4; subtract 2; multiply by 3. What comes out?", problem.Text);
        Assert.Equal("3+4=0, 0-2=5, 5*3=1. Answer: 1", ArithmeticText.Write(ArithmeticSolver.Solve(problem), ArithmeticStyle.Terse, new(1)));
    }

    [Fact]
    public void Labels_ByHand()
    {
        ArithmeticSolution Of(int answer, params ArithmeticStep[] steps) => new(problem, steps, answer);
        // A slip, carried on rightly.
        var slip = Of(2, new(3, Sign.Add, 4, 1), new(1, Sign.Subtract, 2, 6), new(6, Sign.Times, 3, 4));
        Assert.Equal([false, true, true], slip.Right);
        Assert.Equal((2, true, false, false), (slip.RightSteps, slip.IsComplete, slip.AnswerFollows, slip.IsRight));
        // The second operation is skipped: the step that does the third is wrong.
        var skip = Of(0, new(3, Sign.Add, 4, 0), new(0, Sign.Times, 3, 0));
        Assert.Equal([true, false], skip.Right);
        Assert.False(skip.IsComplete);
        // A number copied wrongly, another sign, and a left side from nowhere.
        Assert.Equal([false, false, false], Of(0, new(3, Sign.Add, 5, 1), new(1, Sign.Add, 2, 3), new(4, Sign.Times, 3, 5)).Right);
    }

    [Fact]
    public void EachError_IsWhatItSays() => seeds.Sample(seed =>
    {
        var rng = new Generator(seed);
        var drawn = ArithmeticProblem.Draw(new(), rng);
        Assert.All(ArithmeticSolver.Solve(drawn).Right, Assert.True);
        foreach (var error in ArithmeticSolver.Errors)
        {
            var solution = ArithmeticSolver.Solve(drawn, error, rng);
            Assert.Equal(error is not ArithmeticError.WrongAnswer, solution.AnswerFollows);
            Assert.Equal(error is not ArithmeticError.SkippedStep, solution.IsComplete);
            Assert.Equal(error is ArithmeticError.Slip ? 1 : 0, solution.Steps.Count(s => !s.Computes(drawn.Modulus)));
            if (error is ArithmeticError.WrongAnswer) Assert.False(solution.IsRight);
            if (error is ArithmeticError.Slip or ArithmeticError.WrongSign or ArithmeticError.CopiedNumber) Assert.Equal(drawn.Operations.Count - 1, solution.RightSteps);
        }
    }, iter: 300);

    [Fact]
    public void Texts_ComeBack() => seeds.Sample(seed =>
    {
        var rng = new Generator(seed);
        var drawn = ArithmeticProblem.Draw(new(Modulus: 11), rng);
        Assert.Equal(drawn, ArithmeticText.Problem(drawn.Text));
        var solution = new ArithmeticPolicy(new()).Solve(drawn, rng);
        foreach (var style in Enum.GetValues<ArithmeticStyle>())
            foreach (var padded in new[] { false, true })
            {
                var back = ArithmeticText.Solution(drawn, ArithmeticText.Write(solution, style, rng, remarks: 0.9, padded));
                Assert.Equal(solution.Steps, back!.Steps);
                Assert.Equal(solution.Answer, back.Answer);
            }
    }, iter: 200);

    [Fact]
    public void Padded_EveryTextHasALinePerOperation()
    {
        var skip = ArithmeticSolver.Solve(problem, ArithmeticError.SkippedStep, new(3));
        Assert.Equal(3, ArithmeticText.Write(skip, ArithmeticStyle.Detailed, new(1), remarks: 0, padded: true).Split('\n').Count(l => l.StartsWith("Step", StringComparison.Ordinal)));
        Assert.Equal(2, ArithmeticText.Write(skip, ArithmeticStyle.Detailed, new(1), remarks: 0).Split('\n').Count(l => l.StartsWith("Step", StringComparison.Ordinal)));
    }

    [Fact]
    public void IsRight_EqualFormsAreEqual_AndNoAnswerIsWrong()
    {
        Assert.True(ArithmeticText.IsRight(problem, "Answer: 1"));
        Assert.True(ArithmeticText.IsRight(problem, "whatever. Answer: 15"));
        Assert.False(ArithmeticText.IsRight(problem, "Answer: 2"));
        Assert.False(ArithmeticText.IsRight(problem, "1"));
        Assert.Null(ArithmeticText.Problem("Add 3 and 4."));
    }

    [Fact]
    public void Next_WithoutSlips_IsRight_AndWithThemWrong()
    {
        var right = ArithmeticSolver.Next(problem, [new(3, Sign.Add, 4, 0)], slips: 0, new(1));
        Assert.Equal(new(0, Sign.Subtract, 2, 5), right);
        Assert.False(ArithmeticSolver.Next(problem, [], slips: 1, new(1)).Computes(7));
        Assert.Contains("All 3 operations", Assert.Throws<ArgumentException>(() => ArithmeticSolver.Next(problem, [.. ArithmeticSolver.Solve(problem).Steps], 0, new(1))).Message);
    }

    [Fact]
    public void StepLabels_SayWhichStepIsRight()
    {
        var labels = new ArithmeticSolution(problem, [new(3, Sign.Add, 4, 1), new(1, Sign.Subtract, 2, 6)], 6).ToStepLabels();
        Assert.Equal(("1", 2), (labels.Answer, labels.Steps.Count));
        Assert.Equal([0.0, 1.0], labels.Steps.Select(s => s.Taken!.Mark.Value!.Value));
    }

    [Fact]
    public void BadOptions_AreTold()
    {
        Assert.Contains("Modulus must be at least 3, was 2", Assert.Throws<ArgumentOutOfRangeException>(() => new ArithmeticOptions(Modulus: 2)).Message);
        Assert.Contains("Another must be in [0, 1), was 1", Assert.Throws<ArgumentOutOfRangeException>(() => new ArithmeticPolicyOptions(Another: 1)).Message);
        Assert.Contains("at least one operation", Assert.Throws<ArgumentException>(() => new ArithmeticProblem(0, [], 7)).Message);
    }
}
