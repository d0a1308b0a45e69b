using Goodhart.Audit;

namespace Goodhart.Studies;

/// <summary>A study as its YAML file asks for it: names, not yet looked up.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Name">Name of the study and of its run folder.</param>
/// <param name="World">The world's name in the catalogue, or a class of the user's assembly.</param>
/// <param name="Proxy">What is optimised: a weighted sum of the world's rewards.</param>
/// <param name="Truth">What was really wanted; only the audit scores it.</param>
/// <param name="Base">The policy every arm starts from and is compared with.</param>
/// <param name="Arms">At least one; names differ.</param>
public sealed record StudyFile(
    string Path, string Name, WorldReference World, IReadOnlyList<RewardTerm> Proxy, string Truth, BaseOptions Base, IReadOnlyList<ArmOptions> Arms)
{
    /// <summary>Evaluation episodes per policy, > 0; null leaves it to the study.</summary>
    public int? Episodes { get; init; }

    /// <summary>Discount in (0, 1); null leaves it to the study.</summary>
    public double? Gamma { get; init; }

    /// <summary>Steps after which an episode is cut off, > 0; null leaves it to the world.</summary>
    public int? Horizon { get; init; }

    /// <summary>Repetitions of every sampled arm, > 0; null leaves it to the study.</summary>
    public int? Seeds { get; init; }

    /// <summary>First seed; null leaves it to the study.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The mildest verdict that makes the command fail; null never fails.</summary>
    public Verdict? FailOn { get; init; }

    /// <summary>Line of each top-level field, for mistakes that show only when the world is known.</summary>
    internal IReadOnlyDictionary<string, long> Lines { get; init; } = new Dictionary<string, long>();

    internal StudyFileException Wrong(string field, string problem) => new(Path, Lines.GetValueOrDefault(field.Split('.', '[')[0]), field, problem);

    /// <summary>Reads a study file and checks everything that can be checked without the world.</summary>
    /// <exception cref="StudyFileException">One line: file, line, field, what was expected, what was there.</exception>
    public static StudyFile Read(string path) => StudyReader.Read(path);
}
