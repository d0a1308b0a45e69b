namespace Goodhart.Audit.Scores;

/// <summary>What one model said about the groups of one bench.</summary>
public interface IScored
{
    /// <summary>Who gave the scores.</summary>
    string Model { get; }

    /// <summary>Where the groups come from.</summary>
    string Bench { get; }

    /// <summary>One outcome per group; groups whose candidates are all equally good decide nothing and are left out.</summary>
    IReadOnlyList<Outcome> Outcomes { get; }
}
