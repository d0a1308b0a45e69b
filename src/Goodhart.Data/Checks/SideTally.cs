using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>What the better answers of comparisons have in common besides being better.</summary>
internal sealed class SideTally(int worst)
{
    private readonly long[] choices = new long[4];
    private readonly Proportion first = new(), longer = new(), byLength = new();
    private readonly Proportion[] traits = [.. Traits.All.Select(_ => new Proportion())];
    private readonly Worst steepest = new(worst);
    private double preferred, rejected;
    private RowPlace row;

    /// <param name="pair">A comparison.</param>
    /// <param name="ordered">Whether its order is the one in which the answers were shown.</param>
    public void Add(PreferenceRow pair, bool ordered)
    {
        if (row != pair.Place) EndRow();
        row = pair.Place;
        var preference = pair.Preference;
        choices[(int)preference.Choice]++;
        if (preference.Ordered is not var (better, worse)) return;
        if (ordered) first.Add(preference.Choice is Choice.First ? 1 : 0);
        AddLengths(pair, better.Answer.Length, worse.Answer.Length);
        for (var i = 0; i < traits.Length; i++)
        {
            bool has = Traits.All[i].Has(better.Answer), other = Traits.All[i].Has(worse.Answer);
            if (has != other) traits[i].Add(has ? 1 : 0);
        }
    }

    public PreferenceReport? Report()
    {
        if (choices.Sum() == 0) return null;
        EndRow();
        double decided = choices[0] + choices[1];
        var told = byLength.Report();
        return new(
            choices[(int)Choice.First], choices[(int)Choice.Second], choices[(int)Choice.Tie], choices[(int)Choice.CannotCompare],
            first.Cases > 0 ? first.Report() : null, longer.Report(), told.Estimate < 0.5 ? new(1 - told.Estimate, 1 - told.High, 1 - told.Low, told.Level) : told,
            preferred / decided, rejected / decided,
            [.. Traits.All.Select((trait, i) => new FeatureReport(trait.Name, (long)traits[i].Cases, traits[i].Report()))], steepest.Examples);
    }

    private void EndRow()
    {
        first.EndRow();
        longer.EndRow();
        byLength.EndRow();
        foreach (var trait in traits) trait.EndRow();
    }

    private void AddLengths(PreferenceRow pair, int better, int worse)
    {
        preferred += better;
        rejected += worse;
        byLength.Add(better > worse ? 1 : better < worse ? 0 : 0.5);
        if (better == worse) return;
        longer.Add(better > worse ? 1 : 0);
        steepest.Offer(Math.Log((better + 1.0) / (worse + 1)), () => new(pair.Place.ToString(), $"{pair.Id}: {better} characters are preferred to {worse}"));
    }
}
