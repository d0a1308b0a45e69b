namespace Goodhart.Worlds.Arithmetic;

/// <summary>What a step does to the number so far.</summary>
public enum Sign { Add, Subtract, Times }

/// <summary>One operation of a problem: a sign and its right-hand number.</summary>
public readonly record struct Operation(Sign Sign, int Operand)
{
    /// <summary>The result in 0 … modulus − 1.</summary>
    public int Apply(int left, int modulus)
    {
        var result = Sign switch { Sign.Add => left + Operand, Sign.Subtract => left - Operand, _ => left * Operand } % modulus;
        return result < 0 ? result + modulus : result;
    }
}

/// <param name="Steps">Operations of a problem; 6 as in the card of tree-structured preferences.</param>
/// <param name="Modulus">Numbers are 0 … modulus − 1, so that a reward can learn all of arithmetic from examples; at least 3.</param>
public sealed record ArithmeticOptions(int Steps = 6, int Modulus = 7)
{
    public int Steps { get; } = Ensure.Positive(Steps);

    public int Modulus { get; } = Modulus >= 3 ? Modulus : throw new ArgumentOutOfRangeException(nameof(Modulus), $"Modulus must be at least 3, was {Modulus}.");
}

/// <summary>A chain of operations modulo a small number, whose every intermediate value is known.</summary>
public sealed record ArithmeticProblem
{
    /// <param name="start">First number, 0 … modulus − 1.</param>
    /// <param name="operations">At least one.</param>
    /// <param name="modulus">At least 2.</param>
    public ArithmeticProblem(int start, IReadOnlyList<Operation> operations, int modulus)
    {
        if (operations.Count == 0) throw new ArgumentException("A problem needs at least one operation.", nameof(operations));
        Ensure.InRange(start, 0, modulus - 1);
        (Start, Operations, Modulus) = (start, operations, modulus);
        var values = new int[operations.Count];
        for (var i = 0; i < values.Length; i++) values[i] = operations[i].Apply(i == 0 ? start : values[i - 1], modulus);
        Values = values;
    }

    public int Start { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public int Modulus { get; }

    /// <summary>The number after each operation. // (Operations.Count)</summary>
    public IReadOnlyList<int> Values { get; }

    public int Answer => Values[^1];

    /// <summary>The problem in words, which <see cref="ArithmeticText.Problem"/> reads back.</summary>
    public string Text => $"Count modulo {Modulus}. Start with {Start}; {string.Join("; ", Operations.Select(o => $"{Word(o.Sign)} {o.Operand}"))}. What comes out?";

    /// <summary>A problem whose operations all matter: none adds 0 or multiplies by 0 or 1.</summary>
    public static ArithmeticProblem Draw(ArithmeticOptions options, Generator rng)
    {
        var operations = new Operation[options.Steps];
        for (var i = 0; i < operations.Length; i++)
        {
            var sign = (Sign)rng.NextInt(3);
            operations[i] = new(sign, sign is Sign.Times ? 2 + rng.NextInt(options.Modulus - 2) : 1 + rng.NextInt(options.Modulus - 1));
        }

        return new(rng.NextInt(options.Modulus), operations, options.Modulus);
    }

    /// <summary>Same numbers and operations.</summary>
    public bool Equals(ArithmeticProblem? other) => other is not null && Start == other.Start && Modulus == other.Modulus && Operations.SequenceEqual(other.Operations);

    public override int GetHashCode() => HashCode.Combine(Start, Modulus, Operations.Count, Answer);

    internal static string Word(Sign sign) => sign switch { Sign.Add => "add", Sign.Subtract => "subtract", _ => "multiply by" };
}
