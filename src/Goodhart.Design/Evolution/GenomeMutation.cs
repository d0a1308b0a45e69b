namespace Goodhart.Design.Evolution;

/// <summary>Small changes of a genome, and what two genomes have in common with a child of both.</summary>
public sealed class GenomeMutation(GenomeDraw draw)
{
    /// <summary>One to three changes.</summary>
    public RewardGenome Mutate(RewardGenome genome, Generator rng)
    {
        var changed = genome;
        for (var left = 1 + rng.NextInt(3); left > 0; left--) changed = Once(changed, rng);
        return changed.Tidy();
    }

    /// <summary>Every term of either parent with probability ½; those of one structure in both come from one of them.</summary>
    public RewardGenome Cross(RewardGenome mother, RewardGenome father, Generator rng)
    {
        var terms = new List<Term>();
        foreach (var term in mother.Terms)
        {
            var twin = father.Terms.FirstOrDefault(term.IsSame);
            if (twin is not null) terms.Add(rng.NextDouble() < 0.5 ? term : twin);
            else if (rng.NextDouble() < 0.5) terms.Add(term);
        }

        terms.AddRange(father.Terms.Where(t => !mother.Terms.Any(t.IsSame) && rng.NextDouble() < 0.5));
        return new RewardGenome(terms.Count > 0 ? terms : [.. mother.Terms]).Tidy();
    }

    private RewardGenome Once(RewardGenome genome, Generator rng)
    {
        var kind = rng.NextDouble();
        if (kind < 0.15 || genome.Terms.Count == 0) return new([.. genome.Terms, draw.Term(rng)]);
        var at = rng.NextInt(genome.Terms.Count);
        if (kind < 0.27 && genome.Terms.Count > 1) return new([.. genome.Terms.Where((_, i) => i != at)]);
        var term = genome.Terms[at];
        var changed = kind switch
        {
            < 0.50 => term with { Weight = term.Weight * Math.Exp(0.7 * rng.NextNormal()) },
            < 0.65 => term with { Signal = Temper(term.Signal, rng) },
            < 0.78 => term with { Signal = Reshape(term.Signal, rng) },
            < 0.86 => term with { Gates = [.. term.Gates.Take(1), draw.Gate(rng)] },
            < 0.92 => term with { Gates = term.Gates.Count == 0 ? [draw.Gate(rng)] : [] },
            _ => term with { Signal = Retarget(term.Signal, rng) },
        };
        return new([.. genome.Terms.Select((t, i) => i == at ? changed : t)]);
    }

    private static Signal Temper(Signal signal, Generator rng)
    {
        var factor = Math.Exp(0.7 * rng.NextNormal());
        return signal switch
        {
            Signal.Closeness close => close with { Temperature = close.Temperature * factor },
            Signal.Progress progress => progress with { Temperature = progress.Temperature * factor },
            Signal.Onset { Condition: Condition.Near near } => new Signal.Onset(near with { Within = near.Within * factor }),
            Signal.State { Condition: Condition.Near near } => new Signal.State(near with { Within = near.Within * factor }),
            _ => signal,
        };
    }

    // Another curve, or the same one as a potential; a state that is paid for becomes an event and the other way round.
    private static Signal Reshape(Signal signal, Generator rng)
    {
        var shape = (Shape)rng.NextInt(3);
        var other = rng.NextDouble() < 0.5;
        return signal switch
        {
            Signal.Closeness close => other ? new Signal.Progress(close.Reading, close.Shape, close.Temperature) : close with { Shape = shape },
            Signal.Progress progress => other ? new Signal.Closeness(progress.Reading, progress.Shape, progress.Temperature) : progress with { Shape = shape },
            Signal.State state => new Signal.Onset(state.Condition),
            Signal.Onset { Condition: not Condition.Terminal } onset => new Signal.State(onset.Condition),
            _ => signal,
        };
    }

    private Signal Retarget(Signal signal, Generator rng)
    {
        if (draw.Words.Readings.Count == 0) return signal;
        var measure = draw.Reading(rng);
        return signal switch
        {
            Signal.Closeness close when close.Reading.IsSigned == measure.IsSigned => new Signal.Closeness(measure, close.Shape, draw.Temperature(measure, rng)),
            Signal.Progress progress when progress.Reading.IsSigned == measure.IsSigned => new Signal.Progress(measure, progress.Shape, draw.Temperature(measure, rng)),
            Signal.Onset => new Signal.Onset(draw.Gate(rng).Subject),
            Signal.State => new Signal.State(draw.Gate(rng).Subject),
            _ => signal,
        };
    }
}
