using Goodhart.Audit.Benches;
using Goodhart.Audit.Scores;
using Goodhart.Worlds.Arithmetic;

namespace Goodhart.Papers;

/// <summary>The two designs of a bench over the same world, and the candidates that rewards have to choose from.</summary>
internal sealed class RewardMathBenches
{
    /// <summary>Candidates to a problem; the over-optimisation study goes this far.</summary>
    public const int Candidates = 256;

    private readonly ArithmeticOptions options;
    private readonly ArithmeticPolicy policy = new(new()), careful = new(new(Padded: true));

    public RewardMathBenches(ArithmeticOptions options, int rows, int problems, Generator rng)
    {
        this.options = options;
        var wrong = new AnswerSource<ArithmeticProblem>[ArithmeticSolver.Errors.Count];
        for (var i = 0; i < wrong.Length; i++)
        {
            var error = ArithmeticSolver.Errors[i];
            wrong[i] = new($"{error}", (p, r) => careful.Write(ArithmeticSolver.Solve(p, error, r), r));
        }

        AnswerSource<ArithmeticProblem> machine = new("right", (p, r) => policy.Write(ArithmeticSolver.Solve(p), r));
        Many = new("M", OneToManyBench.Build(Draw(rows, rng), p => p.Text, machine, wrong, ArithmeticText.IsRight, rng));
        Pairs = new("P", [.. Draw(rows, rng).Select((p, i) => Row(i, p, ArithmeticText.Write(ArithmeticSolver.Solve(p), ArithmeticStyle.Terse, rng), [Wrong(p, rng)]))]);
        Paraphrases = new("paraphrases", [.. Draw(rows, rng).Select((p, i) => Row(i, p, machine.Write(p, rng), [.. Enumerable.Range(0, 9).Select(_ => machine.Write(p, rng))]))]);
        Pool = [.. Draw(problems, rng).SelectMany(p => Enumerable.Range(0, Candidates).Select(_ => policy.Solve(p, rng)).Select(s => new RewardMathSolution(s, policy.Write(s, rng))))];
    }

    /// <summary>One right against nine wrong ones, all in the machine's style.</summary>
    public PreferenceBench Many { get; }

    /// <summary>A person's short right solution against a machine's long wrong one: the flawed design.</summary>
    public PreferenceBench Pairs { get; }

    /// <summary>Ten right ones, of which one is called so.</summary>
    public PreferenceBench Paraphrases { get; }

    /// <summary>Candidates, problem by problem.</summary>
    public RewardMathSolution[] Pool { get; }

    /// <summary>A model's scores of a bench's answers, which it reads from their texts.</summary>
    public static ScoreTable Score(PreferenceBench bench, RewardMathModel model) => bench.Table(model.Name, [.. bench.Answers.Select(a => model.Score(Read(a)))]);

    private IReadOnlyList<ArithmeticProblem> Draw(int count, Generator rng) => [.. Enumerable.Range(0, count).Select(_ => ArithmeticProblem.Draw(options, rng))];

    private static BenchRow Row(int number, ArithmeticProblem problem, string first, IReadOnlyList<string> others) =>
        BenchRow.Of($"{number}", [Exchange.Ask(problem.Text, first)], [.. others.Select(text => Exchange.Ask(problem.Text, text))]);

    private string Wrong(ArithmeticProblem problem, Generator rng)
    {
        while (true)
            if (policy.Solve(problem, rng) is { IsRight: false } solution) return policy.Write(solution, rng);
    }

    private static RewardMathSolution Read(Exchange answer) => new(ArithmeticText.Solution(ArithmeticText.Problem(answer.PromptText)!, answer.Answer)!, answer.Answer);
}
