namespace Goodhart.Design.Evolution;

/// <summary>Draws terms and whole genomes that respect types and units.</summary>
/// <param name="words">What they may speak of.</param>
/// <param name="task">The task's sentence: what it names is drawn more often.</param>
public sealed class GenomeDraw(Vocabulary words, string task = "")
{
    private readonly Relevance relevance = new(task);
    private readonly Reading[] measures = [.. words.Readings];
    private readonly Reading[] unsigned = [.. words.Readings.Where(m => !m.IsSigned)];

    public Vocabulary Words => words;

    /// <summary>One to <paramref name="most"/> terms, each drawn on its own.</summary>
    public RewardGenome Random(Generator rng, int most = 5) => new RewardGenome([.. Enumerable.Range(0, 1 + rng.NextInt(most)).Select(_ => Term(rng))]).Tidy();

    /// <summary>
    /// A staged reward: flags are taken as milestones in a drawn order; until each is reached a distance is to be reduced, and reaching it brings a bonus that grows
    /// from stage to stage. After the last milestone leads the way to where the task ends.
    /// </summary>
    public RewardGenome Staged(Generator rng)
    {
        string[] flags = [.. words.Flags];
        rng.Shuffle<string>(flags);
        flags = flags[..rng.NextInt(flags.Length + 1)];
        var terms = new List<Term>();
        var bonus = 0.5 + rng.NextDouble();
        var spent = new List<Reading>();
        foreach (var flag in flags)
        {
            Condition done = new Condition.Flag(flag);
            if (unsigned.Length > 0) terms.Add(Way(Towards(flag, spent, rng), done.Negated(), rng));
            terms.Add(new(new Signal.Onset(done), bonus));
            bonus *= 1 + rng.NextDouble();
        }

        if (unsigned.Length > 0)
        {
            var last = Towards(task, spent, rng);
            terms.Add(Way(last, flags.Length > 0 ? new Condition.Flag(flags[^1]) : null, rng));
            Condition there = new Condition.Near(last, words.Scale(last) * 0.1 * (1 + rng.NextDouble()));
            terms.Add(rng.NextDouble() < 0.5 ? new(new Signal.Onset(there), bonus * 2) : new(new Signal.Onset(new Condition.Terminal()), bonus * 2, there));
            if (rng.NextDouble() < 0.5) terms.Add(new(new Signal.Onset(new Condition.Terminal()), -bonus, there.Negated()));
        }

        if (rng.NextDouble() < 0.5) terms.Add(new(new Signal.EveryStep(), (rng.NextDouble() < 0.7 ? -0.02 : 0.5) * (0.5 + rng.NextDouble())));
        return new RewardGenome(terms.Count > 0 ? terms : [Term(rng)]).Tidy();
    }

    /// <summary>One term, gated in a quarter of the cases.</summary>
    public Term Term(Generator rng)
    {
        var signal = Signal(rng);
        var size = Math.Exp(0.8 * rng.NextNormal());
        var weight = signal switch
        {
            Evolution.Signal.Closeness { Reading.IsSigned: false } or Evolution.Signal.Progress { Reading.IsSigned: false } => size,
            Evolution.Signal.Effort => -0.05 * size,
            Evolution.Signal.EveryStep => (rng.NextDouble() < 0.5 ? -0.05 : 1) * size,
            Evolution.Signal.Chosen => (rng.NextDouble() < 0.8 ? -0.05 : 0.05) * size,
            Evolution.Signal.Onset => (rng.NextDouble() < 0.85 ? 2 : -2) * size,
            _ => (rng.NextDouble() < 0.7 ? 1 : -1) * size,
        };
        return new(signal, weight, rng.NextDouble() < 0.25 ? [Gate(rng)] : []);
    }

    /// <summary>A condition, negated in half of the cases.</summary>
    public Condition Gate(Generator rng)
    {
        var condition = Condition(rng);
        return rng.NextDouble() < 0.5 ? condition : condition.Negated();
    }

    /// <summary>A temperature around the measure's typical size.</summary>
    public double Temperature(Reading measure, Generator rng) => words.Scale(measure) * Math.Exp(0.7 * rng.NextNormal());

    /// <summary>A measure; those that the task speaks of come up more often.</summary>
    public Reading Reading(Generator rng, bool signed = true)
    {
        var among = signed ? measures : unsigned;
        return among[rng.Choose([.. among.Select(relevance.Of)])];
    }

    private Signal Signal(Generator rng)
    {
        var kind = rng.NextDouble();
        if (kind < 0.6 && measures.Length > 0)
        {
            var measure = Reading(rng);
            var (shape, temperature) = ((Shape)rng.NextInt(3), Temperature(measure, rng));
            return kind < 0.3 ? new Signal.Closeness(measure, shape, temperature) : new Signal.Progress(measure, shape, temperature);
        }

        if (kind < 0.85) return new Signal.Onset(Condition(rng));
        if (kind < 0.92) return new Signal.State(Condition(rng));
        if (kind < 0.96) return new Signal.EveryStep();
        return words.Actions.Count > 0 ? new Signal.Chosen(words.Actions[rng.NextInt(words.Actions.Count)]) : new Signal.Effort();
    }

    private Condition Condition(Generator rng)
    {
        var kind = rng.NextDouble();
        if (kind < 0.5 && words.Flags.Count > 0)
            return new Condition.Flag(words.Flags[rng.Choose([.. words.Flags.Select(relevance.Of)])]);
        if (kind < 0.8 && unsigned.Length > 0)
        {
            var measure = Reading(rng, signed: false);
            return new Condition.Near(measure, words.Scale(measure) * 0.2 * Math.Exp(0.7 * rng.NextNormal()));
        }

        return new Condition.Terminal();
    }

    private Term Way(Reading measure, Condition? gate, Generator rng)
    {
        var (shape, temperature) = (rng.NextDouble() < 0.6 ? Shape.Linear : (Shape)rng.NextInt(3), Temperature(measure, rng));
        Signal signal = rng.NextDouble() < 0.7 ? new Signal.Progress(measure, shape, temperature) : new Signal.Closeness(measure, shape, temperature);
        return new(signal, Math.Exp(0.5 * rng.NextNormal()), gate is null ? [] : [gate]);
    }

    // A milestone "has key" is reached where the key is; one way leads to one milestone.
    private Reading Towards(string milestone, List<Reading> spent, Generator rng)
    {
        var measure = unsigned[rng.Choose([.. unsigned.Select(m => relevance.Of(m) * (Relevance.Akin(Relevance.Names(m), milestone) ? 12 : 1) * (spent.Contains(m) ? 0.1 : 1))])];
        spent.Add(measure);
        return measure;
    }
}
