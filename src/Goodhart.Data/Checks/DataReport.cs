using Goodhart.Statistics;

namespace Goodhart.Data;

/// <summary>What a check found in files of feedback.</summary>
/// <param name="Files">Format of each file.</param>
/// <param name="Rows">Rows, good and bad.</param>
/// <param name="Faults">Rows that cannot be used.</param>
/// <param name="FirstFaults">The first of them.</param>
/// <param name="Notes">What was passed over, and in how many rows.</param>
/// <param name="Kinds">Pieces of feedback by kind.</param>
/// <param name="Prompts">Different prompts, and the most feedback on one.</param>
/// <param name="Preferences">What the comparisons say; null without comparisons.</param>
/// <param name="Agreement">Between named annotators, per label; empty where no two labelled the same.</param>
/// <param name="Conflicts">Pairs that rows without an annotator judge both ways.</param>
/// <param name="ConflictExamples">Some of them.</param>
/// <param name="Duplicates">Rows that say again what an earlier one said.</param>
/// <param name="Leakage">Rows that another file has too; null where none was given.</param>
/// <param name="Contradictions">Comparisons that ratings of the same answers contradict; null where no pair has both.</param>
/// <param name="Limits">What was left unchecked to stay within memory; empty as a rule.</param>
public sealed record DataReport(
    IReadOnlyDictionary<string, string> Files,
    long Rows,
    long Faults,
    IReadOnlyList<RowFault> FirstFaults,
    IReadOnlyDictionary<string, long> Notes,
    IReadOnlyDictionary<string, long> Kinds,
    PromptCounts Prompts,
    PreferenceReport? Preferences,
    IReadOnlyList<AgreementReport> Agreement,
    long Conflicts,
    IReadOnlyList<Example> ConflictExamples,
    DuplicateReport Duplicates,
    LeakageReport? Leakage,
    ContradictionReport? Contradictions,
    IReadOnlyList<string> Limits);

/// <param name="Different">Different prompts.</param>
/// <param name="Most">Rows on the prompt that has most.</param>
/// <param name="MostRepeatedAnswer">Rows in which the commonest answer occurs: a constant answer shows here.</param>
/// <param name="Answers">Different answers.</param>
public sealed record PromptCounts(long Different, long Most, long MostRepeatedAnswer, long Answers);

/// <summary>Intervals take rows, not the pairs within one, as independent.</summary>
/// <param name="First">The first is better.</param>
/// <param name="Second">The second is better.</param>
/// <param name="Ties">Neither is.</param>
/// <param name="CannotCompare">Each is better in its own way.</param>
/// <param name="Position">Share of decided pairs in which the first is better; null where the file does not keep the order.</param>
/// <param name="Length">Among pairs of unequal length, the share in which the longer is better.</param>
/// <param name="LengthAccuracy">How often length alone predicts the label: the better of "longer wins" and "shorter wins", equal lengths counting half.</param>
/// <param name="MeanPreferred">Mean characters of the better answer.</param>
/// <param name="MeanRejected">Mean characters of the worse answer.</param>
/// <param name="Features">Traits of format, each with the share in which the only answer that has it is better.</param>
/// <param name="Steepest">The better answers that are longest beside their rival.</param>
public sealed record PreferenceReport(
    long First, long Second, long Ties, long CannotCompare, Interval? Position, Interval Length, Interval LengthAccuracy,
    double MeanPreferred, double MeanRejected, IReadOnlyList<FeatureReport> Features, IReadOnlyList<Example> Steepest);

/// <param name="Feature">Such as list, heading, bold or code.</param>
/// <param name="Pairs">Decided pairs in which exactly one answer has it.</param>
/// <param name="Preferred">Share of these in which it is the better one.</param>
public sealed record FeatureReport(string Feature, long Pairs, Interval Preferred);

/// <param name="Label">What was labelled: choice, or the attribute of a rating.</param>
/// <param name="Items">Items with at least two labels.</param>
/// <param name="Labels">Labels of these.</param>
/// <param name="Alpha">Krippendorff's α: nominal for choices, interval for ratings; 1 is full agreement, 0 that of chance.</param>
/// <param name="Kappa">Cohen's κ, the mean over pairs of annotators with at least 10 items in common; null without such a pair.</param>
/// <param name="Disputed">Items on which the annotators differ most.</param>
public sealed record AgreementReport(string Label, long Items, long Labels, double Alpha, double? Kappa, IReadOnlyList<Example> Disputed);

/// <param name="Exact">Rows whose prompt and answers were there before from the same annotator, case, white space and order aside.</param>
/// <param name="Near">Further rows whose prompt and answers are nearly those of an earlier row.</param>
/// <param name="Examples">Some of them.</param>
public sealed record DuplicateReport(long Exact, long Near, IReadOnlyList<Example> Examples);

/// <param name="Prompts">Rows whose prompt the other file has.</param>
/// <param name="Answers">Rows of which the other file has the prompt and an answer.</param>
/// <param name="Near">Further rows whose prompt and answers are nearly those of a row there.</param>
/// <param name="Examples">Some of them.</param>
public sealed record LeakageReport(long Prompts, long Answers, long Near, IReadOnlyList<Example> Examples);

/// <param name="Compared">Decided pairs both of whose answers are rated.</param>
/// <param name="Contradicted">Share of these in which the worse answer is rated higher.</param>
/// <param name="Equal">Pairs whose answers are rated alike.</param>
/// <param name="Examples">The widest contradictions.</param>
public sealed record ContradictionReport(long Compared, Interval Contradicted, long Equal, IReadOnlyList<Example> Examples);

/// <summary>A row worth looking at.</summary>
/// <param name="Place">File, row and line.</param>
/// <param name="Text">What is the matter with it.</param>
public sealed record Example(string Place, string Text);
