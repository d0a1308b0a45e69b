using Goodhart.Feedback;

namespace Goodhart.Design;

/// <summary>Judges that need no person, and what makes any of them err.</summary>
public static class PolicyJudge
{
    /// <summary>A proxy of a person, without error: the policy of the higher fitness is better. The fitness stays with it.</summary>
    /// <param name="tie">Fitness by which two may differ and still be called equal, ≥ 0.</param>
    public static IPolicyJudge Proxy(double tie = 0)
    {
        Ensure.NotNegative(tie);
        return From(tie == 0 ? "the fitness" : $"the fitness, equal within {tie}", pair => (pair.Left.Candidate.Fitness - pair.Right.Candidate.Fitness) switch
        {
            var lead when Math.Abs(lead) <= tie => Choice.Tie,
            > 0 => Choice.First,
            _ => Choice.Second,
        });
    }

    /// <summary>A judge made from a function; it is to be one of its argument alone, so that a run can go on.</summary>
    public static IPolicyJudge From(string name, Func<PolicyPair, Choice> compare) => new Delegated(name, compare);

    /// <summary>The same judge, who now and then says the opposite; of two that seem equal to it, any.</summary>
    /// <param name="judge">Who is asked.</param>
    /// <param name="share">Share of answers turned round, in [0, 1]: ½ is a judge at random, 1 one who is always wrong.</param>
    public static IPolicyJudge Mistaken(this IPolicyJudge judge, double share)
    {
        Ensure.InRange(share, 0, 1);
        return From(FormattableString.Invariant($"{judge.Name}, {share:P0} turned round"), pair =>
        {
            var rng = new Generator(Generator.Derive(pair.Seed, 1));
            var (answer, wrong) = (judge.Compare(pair), rng.NextDouble() < share);
            return answer switch
            {
                Choice.First => wrong ? Choice.Second : Choice.First,
                Choice.Second => wrong ? Choice.First : Choice.Second,
                _ => wrong ? rng.NextInt(2) == 0 ? Choice.First : Choice.Second : answer,
            };
        });
    }

    private sealed class Delegated(string name, Func<PolicyPair, Choice> compare) : IPolicyJudge
    {
        public string Name => name;

        public Choice Compare(PolicyPair pair) => compare(pair);
    }
}
