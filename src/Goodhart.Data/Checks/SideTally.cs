using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>What the better answers of comparisons have in common besides being better.</summary>
internal sealed class SideTally(int worst)
{
    private readonly long[] choices = new long[4];
    private readonly long[] pairs = new long[Traits.All.Count], wins = new long[Traits.All.Count];
    private readonly Worst steepest = new(worst);
    private long longerWins, unequal, orderedPairs, orderedFirst;
    private double preferred, rejected;

    /// <param name="row">A comparison.</param>
    /// <param name="ordered">Whether its order is the one in which the answers were shown.</param>
    public void Add(PreferenceRow row, bool ordered)
    {
        var preference = row.Preference;
        choices[(int)preference.Choice]++;
        if (preference.Ordered is not var (better, worse)) return;
        if (ordered)
        {
            orderedPairs++;
            orderedFirst += preference.Choice is Choice.First ? 1 : 0;
        }

        AddLengths(row, better.Answer.Length, worse.Answer.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            bool has = Traits.All[i].Has(better.Answer), other = Traits.All[i].Has(worse.Answer);
            if (has == other) continue;
            pairs[i]++;
            wins[i] += has ? 1 : 0;
        }
    }

    public PreferenceReport? Report()
    {
        if (choices.Sum() == 0) return null;
        var decided = choices[0] + choices[1];
        double longer = longerWins + (decided - unequal) / 2.0, shorter = decided - longer;
        return new(
            choices[(int)Choice.First], choices[(int)Choice.Second], choices[(int)Choice.Tie], choices[(int)Choice.CannotCompare],
            orderedPairs > 0 ? Proportion.Of(orderedFirst, orderedPairs) : null, Proportion.Of(longerWins, unequal), Proportion.Of(Math.Max(longer, shorter), decided),
            preferred / decided, rejected / decided,
            [.. Traits.All.Select((trait, i) => new FeatureReport(trait.Name, pairs[i], Proportion.Of(wins[i], pairs[i])))], steepest.Examples);
    }

    private void AddLengths(PreferenceRow row, int better, int worse)
    {
        preferred += better;
        rejected += worse;
        if (better == worse) return;
        unequal++;
        longerWins += better > worse ? 1 : 0;
        steepest.Offer(Math.Log((better + 1.0) / (worse + 1)), () => new(row.Place.ToString(), $"{row.Id}: {better} characters are preferred to {worse}"));
    }
}
