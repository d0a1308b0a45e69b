namespace Goodhart.Design;

/// <summary>Where a faulty program is found out.</summary>
public enum FaultSymptom
{
    /// <summary>The answer holds no program.</summary>
    NoCode,

    /// <summary>It does not compile, or asks for what the box does not have.</summary>
    Refused,

    /// <summary>A call uses up its fuel or its depth.</summary>
    Fuel,

    /// <summary>It returns a number that is not finite.</summary>
    Value,

    /// <summary>It runs, but pays for nothing, or for the wrong thing.</summary>
    Silent,
}

/// <summary>A mistake that writers of reward programs make.</summary>
public sealed class Fault
{
    private readonly Func<FaultSite, string> seed;

    internal Fault(string name, FaultSymptom symptom, string meaning, Func<FaultSite, string> seed) => (Name, Symptom, Meaning, this.seed) = (name, symptom, meaning, seed);

    /// <summary>Short name, such as "missing-brace".</summary>
    public string Name { get; }

    /// <summary>Where it is found out.</summary>
    public FaultSymptom Symptom { get; }

    /// <summary>What is wrong, in a few words.</summary>
    public string Meaning { get; }

    /// <summary>The program with this mistake in it.</summary>
    /// <param name="program">Members of a program, with an entry that has a body and returns something.</param>
    /// <param name="rng">Chooses the place where there are several.</param>
    /// <exception cref="ArgumentException">The program has no such entry.</exception>
    public string Into(string program, Generator rng) => seed(FaultSite.Of(program, rng));

    public override string ToString() => Name;
}
