namespace Goodhart.Papers;

/// <summary>One paper as a page: its method composed of the library's parts, its claim checked on several seeds beside a negative control.</summary>
public interface IPaper
{
    /// <summary>Short name used on the command line.</summary>
    static abstract string Slug { get; }

    /// <summary>The paper's title and year.</summary>
    static abstract string Title { get; }

    /// <summary>The claim the page checks, in one sentence.</summary>
    static abstract string Claim { get; }

    /// <summary>Runs method, ablation and control, in the order of the argument.</summary>
    void Run(PaperRun run);
}
