namespace Goodhart.Audit;

/// <summary>A verdict as a word with a shape of its own, so that colour carries nothing alone.</summary>
internal static class Badge
{
    public static Markup Of(Verdict verdict) => Markup.Of($"""<span class="badge {verdict.Name()}">{Icon(verdict)}{Word(verdict)}</span>""");

    public static Markup Icon(Verdict verdict) => Markup.Of($"""<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{Shape(verdict)}</svg>""");

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.NotMeasurable => "not measurable",
        _ => verdict.Name(),
    };

    private static Markup Shape(Verdict verdict) => new(verdict switch
    {
        Verdict.Improving => """<path d="M8 2L14.500 13H1.500Z"/>""",
        Verdict.Stalled => """<path d="M2 6.500H14V9.500H2Z"/>""",
        Verdict.OverOptimised => """<path d="M1.500 12C4 2 9 2 11 9L9 9L12 14L15 9H13C11-1 3-1 0 11Z"/>""",
        Verdict.Hacked => """<path d="M5 1H11L15 5V11L11 15H5L1 11V5ZM5 4L4 5L7 8L4 11L5 12L8 9L11 12L12 11L9 8L12 5L11 4L8 7Z"/>""",
        _ => """<path d="M8 1A7 7 0 1 0 8.010 1ZM7.200 11H8.800V12.600H7.200ZM5 6.200C5 2.700 11 2.700 11 6.200C11 8 8.800 8.300 8.800 9.800H7.200C7.200 7.400 9.300 7.500 9.300 6.200C9.300 4.700 6.700 4.700 6.700 6.200Z"/>""",
    });
}
