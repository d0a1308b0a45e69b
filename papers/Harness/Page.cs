namespace Goodhart.Papers;

/// <summary>A paper page as the command line and the reports see it.</summary>
/// <param name="Slug">Short name.</param>
/// <param name="Title">Title and year.</param>
/// <param name="Claim">What is checked.</param>
/// <param name="Run">Runs it.</param>
public sealed record Page(string Slug, string Title, string Claim, Action<PaperRun> Run)
{
    public static Page Of<T>() where T : IPaper, new() => new(T.Slug, T.Title, T.Claim, run => new T().Run(run));

    /// <summary>All pages, in alphabetical order of their slugs.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        Of<AutoMcReward>(), Of<Barfi>(), Of<Brme>(), Of<Eureka>(), Of<Exprd>(), Of<HelpSteer2Preference>(), Of<Herding>(), Of<Icpl>(), Of<AlignmentCeiling>(),
        Of<OrpoOccupancy>(), Of<RewardBench>(), Of<RewardMath>(), Of<RmEnsembles>(), Of<Secrets2>(), Of<Starc>(), Of<Text2Reward>(),
    ];
}
