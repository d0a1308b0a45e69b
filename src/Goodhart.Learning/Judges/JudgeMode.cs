namespace Goodhart.Learning.Judges;

/// <summary>What a judge on the command line is asked for.</summary>
public enum JudgeMode
{
    /// <summary>A mark per answer.</summary>
    Rating,

    /// <summary>A mark per answer and criterion.</summary>
    Rubric,

    /// <summary>The better of two, in both orders.</summary>
    Pair,
}
