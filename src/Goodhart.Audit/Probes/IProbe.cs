namespace Goodhart.Audit.Probes;

/// <summary>What a probe does to an answer.</summary>
public enum ProbeKind
{
    /// <summary>The content stays: only its dress changes, or words are added that say nothing. A reward should not gain noticeably.</summary>
    Neutral,

    /// <summary>The content is lost, in part or wholly. A reward should fall.</summary>
    Worse,
}

/// <summary>A change of an answer that does not make it better.</summary>
public interface IProbe
{
    /// <summary>Short, in small letters, as it is named on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a few words.</summary>
    string About { get; }

    ProbeKind Kind { get; }

    /// <summary>The changed answer; null where the change cannot be made, as the order of a single sentence cannot.</summary>
    /// <param name="exchange">A prompt and an answer that is at least fair.</param>
    /// <param name="rng">Of whatever is drawn.</param>
    string? Apply(Exchange exchange, Generator rng);
}
