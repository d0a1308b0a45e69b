using Goodhart.Statistics;
using Goodhart.Studies.Rewards;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>A reward's accuracy beside what simple rules reach.</summary>
internal static class RewardTables
{
    public static void Print(Screen screen, RewardTrainingResult result, string folder)
    {
        if (result.HeldOut is { } held) Print(screen, held, "held-out prompts");
        else screen.Line("Nothing was held out, so nothing is known of how good it is.");
        if (result.Card.Data.Counts.TryGetValue("texts shortened", out var shortened) && shortened > 0)
            screen.Line($"{shortened:N0} texts were too long and lost their oldest turns, or the beginning of the prompt.");
        screen.Line($"Reward: {folder}");
        screen.Line($"Card: {Path.Combine(folder, Audit.Cards.RewardCard.PageName)}");
    }

    public static void Print(Screen screen, RewardComparison comparison, string what)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new(Markup.Escape($"{what}: {comparison.Pairs:N0} pairs of {comparison.Prompts:N0} prompts, {comparison.Ties:N0} ties left out")) };
        table.AddColumns("", "accuracy (95 %)");
        table.Columns[1].RightAligned().NoWrap();
        table.AddRow(new Text("this reward"), new Text(Percent(comparison.Reward)));
        table.AddRow(new Text("single words (TF-IDF)"), new Text(Percent(comparison.Lexical)));
        table.AddRow(new Text("length"), new Text(Percent(comparison.Length)));
        table.AddRow(new Text("chance"), new Text(Percent(Interval.Exact(RewardComparison.Chance))));
        screen.Output.Write(table);
        if (comparison.Folds.Count > 1) screen.Line($"By fold: {string.Join(", ", comparison.Folds.Select(fold => $"{100 * fold:F1}"))}.");
        screen.Line($"The reward is {comparison.Verdict}; over single words {Signed(comparison.OverLexical)} points. The first answer is the better one in {100 * comparison.FirstShown:F1} % of pairs, which no reward sees.");
    }

    private static string Percent(Interval value) => value.IsExact ? $"{100 * value.Estimate:F1}" : $"{100 * value.Estimate:F1} [{100 * value.Low:F1}, {100 * value.High:F1}]";

    private static string Signed(Interval value) => $"{100 * value.Estimate:+0.0;-0.0;0.0} [{100 * value.Low:+0.0;-0.0;0.0}, {100 * value.High:+0.0;-0.0;0.0}]";
}
