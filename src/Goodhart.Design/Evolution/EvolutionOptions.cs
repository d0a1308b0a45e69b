namespace Goodhart.Design.Evolution;

/// <summary>How the search over genomes goes about it.</summary>
/// <param name="Elite">μ, genomes that may have children; at least 1. A quarter to a half of the samples of a round is usual in (μ+λ) strategies.</param>
/// <param name="PerStructure">Of one structure at most so many are in the elite, so that it does not become one family; at least 1.</param>
/// <param name="Tournament">Elite genomes drawn for each parent, of which the best becomes it; at least 1. 2 is the mildest selection there is.</param>
/// <param name="Staged">Share of the first round that is drawn as stages from milestone to milestone; the others are drawn term by term.</param>
/// <param name="Immigrants">Share of later rounds that is drawn afresh.</param>
/// <param name="Repeats">Share of later rounds that repeats the best genomes with weights changed by about <paramref name="Bandwidth"/>: one training tells little, a second look unmasks luck.</param>
/// <param name="Crossover">Share of the remaining children that have two parents.</param>
/// <param name="Statistics">Probability that a child first obeys what its parent's training said of its components: drop or reshape flat ones, rescale those that outweigh the others.</param>
/// <param name="Bandwidth">How far apart, as mean |log ratio| of their numbers, genomes of one structure still tell of each other's fitness.</param>
/// <param name="Doubt">Trainings' worth of belief that a genome is as the median one; what one training showed counts the less the larger this is.</param>
public sealed record EvolutionOptions(
    int Elite = 6, int PerStructure = 2, int Tournament = 2, double Staged = 0.6, double Immigrants = 0.2, double Repeats = 0.3, double Crossover = 0.3, double Statistics = 0.5,
    double Bandwidth = 0.3, double Doubt = 1)
{
    internal EvolutionOptions Checked()
    {
        Ensure.Positive(Elite);
        Ensure.Positive(PerStructure);
        Ensure.Positive(Tournament);
        Ensure.InRange(Staged, 0, 1);
        Ensure.InRange(Crossover, 0, 1);
        Ensure.InRange(Statistics, 0, 1);
        Ensure.InRange(Immigrants, 0, 1);
        Ensure.InRange(Repeats, 0, 1 - Immigrants);
        Ensure.Positive(Bandwidth);
        Ensure.NotNegative(Doubt);
        return this;
    }
}
