using Goodhart.Feedback;

namespace Goodhart.Design;

/// <summary>Puts pairs to a judge, in a drawn order and each but once in the life of a run.</summary>
internal sealed class PairAsking(IPolicyJudge judge, DesignRound round, string task)
{
    private int asked;

    /// <summary>Which of two candidates is better.</summary>
    public Choice Ask(Candidate a, Candidate b)
    {
        var (swap, seed, number) = (round.Rng.NextInt(2) == 1, round.Rng.NextWord(), ++asked);   // drawn even where the answer is known, so that a run that goes on draws alike
        var (left, right) = swap ? (b, a) : (a, b);
        var answer = round.Decide($"comparison {number}", () => new Compared(left.Id, right.Id,
            judge.Compare(new($"{round.Name}-{number}", task, Shown(left), Shown(right), seed, round.Cancellation))));
        if (answer.Left != left.Id || answer.Right != right.Id)
            throw new LineageException($"Comparison {number} of round {round.Name} was {answer.Left} beside {answer.Right} and would now be {left.Id} beside {right.Id}. Begin a new run.");
        return swap ? new Preference<Candidate>(left, right, answer.Choice).Swap().Choice : answer.Choice;
    }

    private ShownPolicy Shown(Candidate candidate) => new(candidate, () => round.Policy(candidate));

    /// <summary>As the lineage holds it.</summary>
    private sealed record Compared(string Left, string Right, Choice Choice);
}
