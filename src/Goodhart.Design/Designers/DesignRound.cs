namespace Goodhart.Design;

/// <summary>One turn of the loop, as its writer sees it: what was there before, and the ways to the outside that a killed run does not pay for twice.</summary>
public sealed class DesignRound
{
    private readonly Workshop workshop;
    private readonly ChatDraws chat;
    private readonly List<Candidate> mine = [];
    private readonly Dictionary<Draft, Candidate> known = new(ReferenceEqualityComparer.Instance);

    internal Workshop Workshop => workshop;

    internal DesignRound(Workshop workshop, ChatDraws chat, int restart, int number, IReadOnlyList<Candidate> before, ulong seed)
    {
        (this.workshop, this.chat, Restart, Number, Before) = (workshop, chat, restart, number, before);
        Rng = new(seed);
    }

    /// <summary>Number of the search, from 1.</summary>
    public int Restart { get; }

    /// <summary>Number of the round within its restart, from 1.</summary>
    public int Number { get; }

    /// <summary>restart.round.</summary>
    public string Name => $"{Restart}.{Number}";

    /// <summary>Programs that are wanted, K.</summary>
    public int Samples => workshop.Request.Options.Samples;

    /// <summary>Whether a training can go on from the policy of an earlier one, see <see cref="Draft.From"/>.</summary>
    public bool KeepsPolicies => workshop.Request.Training is IContinuedTraining;

    /// <summary>Every candidate of this restart's earlier rounds, in order.</summary>
    public IReadOnlyList<Candidate> Before { get; }

    /// <summary>What this round checked so far, in order, programs that do not run included.</summary>
    public IReadOnlyList<Candidate> Checked => mine;

    /// <summary>Randomness of this round; the same in a run that goes on.</summary>
    public Generator Rng { get; }

    public CancellationToken Cancellation => workshop.Cancellation;

    /// <summary>Answers to one request, each drawn on its own. What was answered before a kill is not asked again.</summary>
    /// <param name="ask">To whom, and what.</param>
    /// <param name="count">How many answers.</param>
    /// <exception cref="ChatFailedException">The model could not be reached, or only failed.</exception>
    public IReadOnlyList<string> Ask(ChatAsk ask, int count = 1) => chat.Draw(ask, count, Cancellation);

    /// <summary>Compiles drafts and runs them dry on recorded transitions, without training; each takes its place in the lineage, failed ones too.</summary>
    /// <returns>One candidate per draft; a draft that was checked before keeps its candidate.</returns>
    public IReadOnlyList<Candidate> Check(params IReadOnlyList<Draft> drafts)
    {
        Draft[] fresh = [.. drafts.Where(d => !known.ContainsKey(d)).Distinct<Draft>(ReferenceEqualityComparer.Instance)];
        var found = workshop.Check(Name, mine.Count + 1, fresh);
        for (var i = 0; i < fresh.Length; i++) known[fresh[i]] = found[i];
        mine.AddRange(found);
        return [.. drafts.Select(d => known[d])];
    }

    /// <summary>An answer from outside, such as a person's, asked for once in the life of the run.</summary>
    /// <param name="question">Names it; unique within the round.</param>
    /// <param name="ask">Asks it.</param>
    public T Decide<T>(string question, Func<T> ask) => workshop.Lineage.Decide($"{Name} {question}", ask);

    /// <summary>The policy a candidate's training left, to be watched. A run that goes on in another process trains it again, since the lineage holds numbers only.</summary>
    /// <exception cref="InvalidOperationException">The training hands out no policy, or the candidate was not trained.</exception>
    public Worlds.IPolicy Policy(Candidate candidate) => workshop.Show(candidate, Restart);

    /// <summary>Puts a line into the lineage: a reflection, a critique, a ranking, a note.</summary>
    public void Record(LineageEntry entry) => workshop.Lineage.Add(entry);

    internal void Replace(IReadOnlyList<Candidate> trained)
    {
        foreach (var candidate in trained)
        {
            var at = mine.FindIndex(c => c.Id == candidate.Id);
            mine[at] = candidate;
        }
    }
}
