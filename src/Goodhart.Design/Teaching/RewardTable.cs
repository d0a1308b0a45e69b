using System.Globalization;

namespace Goodhart.Design;

/// <summary>A designed reward as what it is: a few numbers for a few states and actions.</summary>
/// <param name="Values">R(s, a). // (states·actions)</param>
/// <param name="States">States where it may differ from 0, in the order in which they were chosen.</param>
/// <param name="Informativeness">I(R), evaluated directly.</param>
/// <param name="Actions">Number of actions.</param>
public sealed record RewardTable(double[] Values, IReadOnlyList<int> States, double Informativeness, int Actions)
{
    /// <summary>The table as a reward on transitions of its process.</summary>
    public IReward<Transitions> ToReward(string name) => Reward.From<Transitions>(name, (batch, scores) =>
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = (float)Values[batch.State[i] * Actions + (int)batch.Action()[i]];
    });

    /// <summary>One line per number that is not 0: "state 19, right: +4.21".</summary>
    public IEnumerable<string> Lines(Func<int, string> state, Func<int, string> action)
    {
        for (var pair = 0; pair < Values.Length; pair++)
            if (Math.Abs(Values[pair]) > 1e-9)
                yield return string.Create(CultureInfo.InvariantCulture, $"{state(pair / Actions)}, {action(pair % Actions)}: {Values[pair]:+0.####;-0.####}");
    }
}
