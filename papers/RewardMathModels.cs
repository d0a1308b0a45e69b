using Goodhart.Audit.Scores;
using Goodhart.Worlds.Arithmetic;

namespace Goodhart.Papers;

/// <summary>A reward of the page: its name, and its score of a solution.</summary>
internal sealed record RewardMathModel(string Name, Func<RewardMathSolution, double> Score);

/// <summary>
/// Twelve rewards: five learnt from 50 to 3000 pairs, three from pairs whose right solutions are short, two from labelled steps, one that counts characters,
/// and one that knows nothing.
/// </summary>
internal static class RewardMathModels
{
    private const int Epochs = 20;
    private const double Rate = 0.3;

    private static readonly int[] pairSizes = [50, 150, 400, 1000, 3000], shortSizes = [100, 500, 2000], stepSizes = [100, 1500];

    private static readonly ArithmeticPolicy detailed = new(new(Right: 0)), brief = new(new(Remarks: 0));

    public static IReadOnlyList<RewardMathModel> Twelve(ArithmeticOptions options, Generator rng)
    {
        var knowsNothing = rng.Fork();
        return
        [
            .. pairSizes.Select(pairs => Pairwise($"{pairs} pairs", pairs, detailed, options, rng)),
            .. shortSizes.Select(pairs => Pairwise($"{pairs} pairs, right ones short", pairs, brief, options, rng)),
            .. stepSizes.Select(solutions => Process($"steps of {solutions} solutions", solutions, options, rng)),
            new("shortness", s => -s.Characters),
            new("random", _ => knowsNothing.NextDouble()),
        ];
    }

    /// <summary>Bradley–Terry on the differences of features, by AdaGrad.</summary>
    private static RewardMathModel Pairwise(string name, int pairs, ArithmeticPolicy right, ArithmeticOptions options, Generator rng)
    {
        (RewardMathSolution Right, RewardMathSolution Wrong)[] data = [.. Enumerable.Range(0, pairs).Select(_ => Pair(right, options, rng))];
        var fit = new Adagrad(RewardMathSolution.Width(options.Modulus), Rate);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            rng.Shuffle(data.AsSpan());
            foreach (var (better, worse) in data)
            {
                var slope = 1 / (1 + Math.Exp(fit.Dot(better.Features) - fit.Dot(worse.Features)));
                fit.Step([.. better.Features, .. worse.Features.Select(f => (f.Index, -f.Value))], slope);
            }
        }

        return new(name, s => fit.Dot(s.Features));
    }

    /// <summary>Logistic regression on single steps; a solution's score is the geometric mean over its steps, which RewardMATH recommends.</summary>
    private static RewardMathModel Process(string name, int solutions, ArithmeticOptions options, Generator rng)
    {
        var policy = new ArithmeticPolicy(new());
        RewardMathSolution[] data = [.. Enumerable.Range(0, solutions).Select(_ => new RewardMathSolution(policy.Solve(ArithmeticProblem.Draw(options, rng), rng), ""))];
        var fit = new Adagrad(RewardMathSolution.Width(options.Modulus), Rate);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            rng.Shuffle(data.AsSpan());
            foreach (var (features, right) in data.SelectMany(s => s.Steps)) fit.Step(features, (right ? 1 : 0) - Sigmoid(fit.Dot(features)));
        }

        return new(name, s => StepAggregator.Aggregate([.. s.Steps.Select(step => Sigmoid(fit.Dot(step.Features)))], StepAggregate.GeometricMean));
    }

    private static (RewardMathSolution, RewardMathSolution) Pair(ArithmeticPolicy style, ArithmeticOptions options, Generator rng)
    {
        var problem = ArithmeticProblem.Draw(options, rng);
        ArithmeticSolution right = ArithmeticSolver.Solve(problem), wrong;
        do wrong = detailed.Solve(problem, rng);
        while (wrong.IsRight);
        return (new(right, style.Write(right, rng)), new(wrong, detailed.Write(wrong, rng)));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>Weights that learn each at its own pace.</summary>
    private sealed class Adagrad(int width, double rate)
    {
        private readonly double[] weights = new double[width], squares = new double[width];

        public double Dot((int Index, double Value)[] features)
        {
            var sum = 0.0;
            foreach (var (index, value) in features) sum += weights[index] * value;
            return sum;
        }

        public void Step((int Index, double Value)[] features, double slope)
        {
            foreach (var (index, value) in features)
            {
                var gradient = slope * value;
                squares[index] += gradient * gradient;
                if (gradient != 0) weights[index] += rate * gradient / Math.Sqrt(squares[index] + 1e-8);
            }
        }
    }
}
