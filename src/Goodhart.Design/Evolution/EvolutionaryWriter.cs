using System.Text.Json;

namespace Goodhart.Design.Evolution;

/// <summary>One search: draws, selects, mutates and crosses genomes, and hands them in as programs.</summary>
public sealed class EvolutionaryWriter : IRewardWriter
{
    // Draws per program before one that does not run is handed in as it is.
    private const int Attempts = 4;

    private readonly EvolutionOptions options;
    private readonly GenomeDraw draw;
    private readonly GenomeMutation mutation;
    private readonly List<Tried> tried = [];
    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private readonly Dictionary<Draft, RewardGenome> genomes = new(ReferenceEqualityComparer.Instance);
    private Tried[] elite = [];

    internal EvolutionaryWriter(DesignBrief brief, EvolutionOptions options)
    {
        this.options = options;
        draw = new(Vocabulary.Of(brief.Contract, brief.Experience), brief.Task);
        mutation = new(draw);
    }

    public IReadOnlyList<Draft> Write(DesignRound round)
    {
        var drafts = new Draft[round.Samples];
        for (var i = 0; i < drafts.Length; i++) drafts[i] = New(round, i);
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            var candidates = round.Check(drafts);
            if (candidates.All(c => c.Runs)) break;
            for (var i = 0; i < drafts.Length; i++)
                if (!candidates[i].Runs) drafts[i] = New(round, i);
        }

        return drafts;
    }

    public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            var genome = genomes[candidate.Draft];
            tried.Add(new(genome, candidate));
            round.Record(new LineageEntry.Decided($"genome {candidate.Id}", JsonDocument.Parse(genome.ToJson()).RootElement));
        }

        genomes.Clear();
        elite = Best([.. tried], options.Elite);
    }

    /// <summary>The best as they are believed to be, one per structure first: finalists that differ say more than three of one family.</summary>
    public IReadOnlyList<Candidate> Nominate(IReadOnlyList<Candidate> candidates)
    {
        var known = tried.ToDictionary(t => t.Candidate.Id);
        Tried[] ranked = Best([.. candidates.Where(c => c.Outcome is not null && known.ContainsKey(c.Id)).Select(c => known[c.Id])], int.MaxValue);
        return [.. ranked.DistinctBy(t => t.Structure).Concat(ranked).Distinct().Select(t => t.Candidate)];
    }

    /// <summary>The genome that a nominated or trained candidate was printed from; null for a stranger.</summary>
    internal RewardGenome? GenomeOf(string id) => tried.FirstOrDefault(t => t.Candidate.Id == id)?.Genome;

    private Tried[] Best(Tried[] among, int count)
    {
        var believed = Believed.Of(among, options.Bandwidth, options.Doubt);
        var chosen = new List<Tried>();
        foreach (var (one, _) in among.Zip(believed).Where(t => t.First.Candidate.Outcome is not null).OrderByDescending(t => t.Second))
        {
            if (count < int.MaxValue && chosen.Count(c => c.Structure == one.Structure) >= options.PerStructure) continue;
            chosen.Add(one);
            if (chosen.Count == count) break;
        }

        return [.. chosen];
    }

    // The same program again would bring the same outcome, so it is drawn again; where nothing new comes up, the last draw is handed in.
    private Draft New(DesignRound round, int index)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (genome, origin, parents) = Make(round, index);
            var text = genome.Print(draw.Words);
            if (!written.Add(text) && attempt < 20) continue;
            var draft = new Draft(text, origin, parents);
            genomes[draft] = genome;
            return draft;
        }
    }

    private (RewardGenome, string, string[]) Make(DesignRound round, int index)
    {
        var (rng, share) = (round.Rng, (index + 0.5) / round.Samples);
        if (elite.Length == 0)
            return share < options.Staged ? (draw.Staged(rng), "staged", []) : (draw.Random(rng), "drawn", []);
        if (share < options.Repeats)
        {
            var best = elite[index % Math.Min(elite.Length, 3)];
            return (Jitter(best.Genome, rng), $"repeat of {best.Candidate.Id}", [best.Candidate.Id]);
        }

        if (share < options.Repeats + options.Immigrants)
            return rng.NextDouble() < options.Staged ? (draw.Staged(rng), "staged newcomer", []) : (draw.Random(rng), "drawn newcomer", []);
        var mother = Parent(rng);
        if (rng.NextDouble() >= options.Crossover) return (mutation.Mutate(Advised(mother, rng), rng), $"mutation of {mother.Candidate.Id}", [mother.Candidate.Id]);
        var father = Parent(rng);
        return (mutation.Cross(Advised(mother, rng), father.Genome, rng), $"cross of {mother.Candidate.Id} and {father.Candidate.Id}", [.. new[] { mother.Candidate.Id, father.Candidate.Id }.Distinct()]);
    }

    // The elite is sorted, so the lowest of the drawn places wins.
    private Tried Parent(Generator rng) => elite[Enumerable.Range(0, options.Tournament).Min(_ => rng.NextInt(elite.Length))];

    // Weights that differ by no more than vouches: trainings of nearly the same program from one seed would be the same training again.
    private RewardGenome Jitter(RewardGenome genome, Generator rng) =>
        new RewardGenome([.. genome.Terms.Select(t => t with { Weight = t.Weight * Math.Exp(options.Bandwidth * rng.NextNormal()) })]).Tidy();

    private RewardGenome Advised(Tried parent, Generator rng)
    {
        if (parent.Candidate.Outcome is not { } outcome || rng.NextDouble() >= options.Statistics) return parent.Genome;
        // Components are in the order of the terms.
        var advice = ComponentStatistics.Of(parent.Candidate.Components, outcome.Curves);
        if (advice.Count != parent.Genome.Terms.Count) return parent.Genome;
        var terms = new List<Term>();
        for (var i = 0; i < advice.Count; i++)
        {
            var term = parent.Genome.Terms[i];
            if (advice[i] == ComponentAdvice.Flat && rng.NextDouble() < 0.5) continue;
            terms.Add(advice[i] == ComponentAdvice.Dominating ? term with { Weight = term.Weight * (0.2 + 0.4 * rng.NextDouble()) } : term);
        }

        return terms.Count > 0 ? new RewardGenome(terms).Tidy() : parent.Genome;
    }
}
