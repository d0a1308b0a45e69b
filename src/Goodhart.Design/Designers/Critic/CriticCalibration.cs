using System.Globalization;

namespace Goodhart.Design;

/// <summary>Whether a critic can be listened to.</summary>
public enum CriticUse
{
    /// <summary>It objects more often to what is wrong than to what is right.</summary>
    TellsApart,

    /// <summary>It objects to everything.</summary>
    AlwaysObjects,

    /// <summary>It objects to nothing.</summary>
    NeverObjects,

    /// <summary>It objects to some, but no more often to what is wrong.</summary>
    Chance,
}

/// <summary>What a critic made of programs that are known to be right, and of the same with a mistake seeded into each.</summary>
/// <param name="Hits">Seeded mistakes it objected to.</param>
/// <param name="Seeded">Programs with a mistake.</param>
/// <param name="Alarms">Sound programs it objected to.</param>
/// <param name="Sound">Sound programs.</param>
/// <param name="Missed">Names of the mistakes it let pass.</param>
public sealed record CriticCalibration(int Hits, int Seeded, int Alarms, int Sound, IReadOnlyList<string> Missed)
{
    public double HitRate => (double)Hits / Seeded;

    public double FalseAlarmRate => (double)Alarms / Sound;

    public CriticUse Use => (Hits, Alarms) switch
    {
        _ when Hits == Seeded && Alarms == Sound => CriticUse.AlwaysObjects,
        (0, 0) => CriticUse.NeverObjects,
        _ => HitRate > FalseAlarmRate ? CriticUse.TellsApart : CriticUse.Chance,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"The critic objects to {Hits} of {Seeded} seeded mistakes and to {Alarms} of {Sound} sound programs: {Use switch
        {
            CriticUse.TellsApart => "it tells them apart",
            CriticUse.AlwaysObjects => "it always objects, which says nothing",
            CriticUse.NeverObjects => "it never objects, which says nothing",
            _ => "no better than chance",
        }}.{(Missed.Count > 0 && Use == CriticUse.TellsApart ? $" It lets pass: {string.Join(", ", Missed)}." : "")}");

    /// <summary>Tries a critic.</summary>
    /// <param name="objects">Whether it objects to a designer's answer.</param>
    /// <param name="sound">Programs that are right.</param>
    /// <param name="faults">Mistakes; each is seeded into one of the programs, in turn.</param>
    /// <param name="rng">Chooses the places.</param>
    /// <exception cref="ArgumentException">There is no program or no mistake.</exception>
    public static CriticCalibration Of(Func<string, bool> objects, IReadOnlyList<string> sound, IReadOnlyList<Fault> faults, Generator rng)
    {
        if (sound.Count == 0) throw new ArgumentException("A critic is tried with at least one program that is known to be right.", nameof(sound));
        if (faults.Count == 0) throw new ArgumentException("A critic is tried with at least one mistake.", nameof(faults));
        var missed = faults.Where((fault, i) => !objects(FaultyCode.Reply(sound[i % sound.Count], fault, rng))).Select(f => f.Name).ToArray();
        return new(faults.Count - missed.Length, faults.Count, sound.Count(program => objects(CodeBlock.Fence(program))), sound.Count, missed);
    }
}
