namespace Goodhart.Studies.Design;

/// <summary>Keeps the memory that a reward has of running episodes while other episodes are scored by it.</summary>
internal sealed class MemoryAside : IDisposable
{
    private readonly IReward<Transitions> reward;
    private readonly int copies;
    private readonly MemoryStream saved = new();

    private MemoryAside(IReward<Transitions> reward, int copies)
    {
        (this.reward, this.copies) = (reward, copies);
        using var writer = new BinaryWriter(saved, System.Text.Encoding.UTF8, leaveOpen: true);
        foreach (var part in reward.EpisodicParts()) part.Save(writer);
    }

    /// <summary>Takes it aside until the result is disposed; null where there is none.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="copies">Copies of the world whose episodes it remembers.</param>
    public static MemoryAside? Of(IReward<Transitions> reward, int copies) => reward.IsEpisodic ? new(reward, copies) : null;

    public void Dispose()
    {
        reward.Begin(copies);
        saved.Position = 0;
        using var reader = new BinaryReader(saved);
        foreach (var part in reward.EpisodicParts()) part.Load(reader);
    }
}
