using Goodhart.Audit.Cards;
using Goodhart.Statistics;

namespace Goodhart.Studies.Rewards;

/// <summary>A reward's accuracy on held-out pairs beside what simple rules, fitted to the same training pairs, reach on them.</summary>
/// <param name="Reward">Of the reward.</param>
/// <param name="Length">Of more words, or fewer.</param>
/// <param name="Lexical">Of single words.</param>
/// <param name="OverLexical">How much the reward is above single words, paired.</param>
/// <param name="Pairs">Decided pairs.</param>
/// <param name="Ties">Pairs without a better answer; they are left out.</param>
/// <param name="Prompts">Prompts of the held-out pairs.</param>
/// <param name="FirstShown">Share of pairs whose first answer is the better one: what position alone would reach, which no reward sees.</param>
public sealed record RewardComparison(Interval Reward, Interval Length, Interval Lexical, Interval OverLexical, int Pairs, int Ties, int Prompts, double FirstShown)
{
    /// <summary>What guessing reaches.</summary>
    public const double Chance = 0.5;

    /// <summary>Accuracy on each fold; one where there is a single split.</summary>
    public IReadOnlyList<double> Folds { get; init; } = [];

    /// <summary>In a sentence, how much more than the rules the reward knows.</summary>
    public string Verdict =>
        double.IsNaN(Reward.Estimate) ? "not measurable: nothing decided was held out"
        : !Reward.Above(Chance) ? "not above chance"
        : Reward.Estimate <= Length.Estimate ? "above chance, not above length"
        : OverLexical.Low > 0 ? "above single words"
        : "above chance and length, not clearly above single words";

    public CardResult ToCard(string what) => new(what, "accuracy", Reward, Prompts)
    {
        Baselines = [new("chance", Interval.Exact(Chance)), new("length", Length), new("lexical", Lexical)],
        Verdict = Verdict,
    };
}
