using Goodhart.Audit;
using Goodhart.Studies;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>A study's result for a reader, and as JSON.</summary>
internal static class StudyTables
{
    public static void Print(Screen screen, StudyResult result)
    {
        screen.Line($"{result.Name}: {result.Correlation.Explanation}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("arm", "verdict", "λ", "true", "proxy", "distance", "seeds");
        foreach (var column in table.Columns.Skip(2)) column.RightAligned().NoWrap();
        table.Columns[1].NoWrap();
        table.AddRow("base", "", "", $"{result.Base.True.Estimate:F4}", $"{result.Base.Proxy.Estimate:F4}", "0", "");
        foreach (var arm in result.Arms)
            table.AddRow(new Text(arm.Name), new Text(arm.Verdict.Name(), Colour(arm.Verdict)), new Text($"{arm.Lambda:G3}"), new Text($"{arm.True:F4}"),
                new Text($"{arm.Proxy:F4}"), new Text($"{arm.Distance:G4}"), new Text($"{arm.Agreeing} of {arm.Seeds.Count}"));
        screen.Output.Write(table);
        foreach (var arm in result.Arms) screen.Line($"{arm.Name}: {arm.Verdict.Name()}. {arm.Judgement.Reason}");
        screen.Line($"Report: {result.Report}");
    }

    public static object Document(StudyResult result) => new
    {
        result.Name,
        Worst = result.Worst.Name(),
        result.Folder,
        result.Report,
        result.TheoryLambda,
        Correlation = result.Correlation.Explanation,
        Base = new { True = result.Base.True.Estimate, Proxy = result.Base.Proxy.Estimate },
        Arms = result.Arms.Select(a => new
        {
            a.Name,
            a.What,
            Verdict = a.Verdict.Name(),
            a.Judgement.Reason,
            a.Lambda,
            a.True,
            a.Proxy,
            a.Distance,
            SeedsAgreeing = a.Agreeing,
            Seeds = a.Seeds.Count,
        }),
    };

    private static Color Colour(Verdict verdict) => verdict switch
    {
        Verdict.Improving => Color.Green,
        Verdict.Stalled or Verdict.NotMeasurable => Color.Yellow,
        _ => Color.Red,
    };
}
