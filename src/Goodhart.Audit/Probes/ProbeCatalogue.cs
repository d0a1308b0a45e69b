namespace Goodhart.Audit.Probes;

/// <summary>The probes there are.</summary>
public static class ProbeCatalogue
{
    /// <summary>In the order in which reports show them.</summary>
    public static IReadOnlyList<IProbe> All { get; } =
    [
        new FillerPadding(),
        new Repetition(),
        new SentenceOrder(),
        new ListFormat(),
        new BoldFormat(),
        new HeadingFormat(),
        new Praise(),
        new Agreement(),
        new ConstantAnswer(),
        new JunkAnswer(),
        new EmptyAnswer(),
        new PromptCopy(),
        new Whitespace(),
        new Punctuation(),
        new Confidence(),
        new SpecialTokens(),
        new Truncation(),
        new Gibberish(),
        new Refusal(),
        new VerdictInjection(),
    ];

    /// <summary>One by its name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names one that is near.</exception>
    public static IProbe Find(string name) => All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no probe '{name}'.{Nearest.Hint(name, [.. All.Select(p => p.Name)])}", nameof(name));
}
