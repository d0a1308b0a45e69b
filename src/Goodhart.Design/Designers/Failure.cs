namespace Goodhart.Design;

/// <summary>Why a candidate brought no outcome.</summary>
public enum FailureKind
{
    /// <summary>The reply held no program.</summary>
    NoCode,

    /// <summary>The compiler refused it.</summary>
    Refused,

    /// <summary>It reads neither observation nor action.</summary>
    ReadsNothing,

    /// <summary>It is the same number everywhere.</summary>
    Constant,

    /// <summary>It used more steps, depth or memory than a program may.</summary>
    Fuel,

    /// <summary>It wrote NaN or infinity.</summary>
    Value,

    /// <summary>It broke another rule while it ran.</summary>
    Broke,
}

/// <summary>What went wrong with a candidate, in words that its writer can act on.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">One line, or one per diagnostic.</param>
/// <param name="Diagnostics">The compiler's, where it refused the program.</param>
[method: System.Text.Json.Serialization.JsonConstructor]
public sealed record Failure(FailureKind Kind, string Message, IReadOnlyList<RewardDiagnostic> Diagnostics)
{
    public Failure(FailureKind kind, string message) : this(kind, message, []) { }

    /// <summary>What makes two failures the same mistake: the id of the first diagnostic, or the kind.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Mistake => Diagnostics.Count > 0 ? Diagnostics[0].Id : Kind.ToString();

    internal static Failure Of(IReadOnlyList<RewardDiagnostic> diagnostics) => new(FailureKind.Refused, string.Join('\n', diagnostics), diagnostics);

    /// <summary>A program's own exception as a failure; null where something else is to blame.</summary>
    internal static Failure? Of(Exception exception) => exception switch
    {
        ProgramFuelException fuel => new(FailureKind.Fuel, fuel.Message),
        ProgramValueException value => new(FailureKind.Value, value.Message),
        ProgramException broke => new(FailureKind.Broke, broke.Message),
        RewardNumberException number => new(FailureKind.Value, number.Message),
        _ => null,
    };
}
