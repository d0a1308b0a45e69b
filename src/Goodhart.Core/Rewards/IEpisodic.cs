namespace Goodhart;

/// <summary>A reward, or a part of one, whose score depends on what came before in the episode: it keeps a memory per copy of the world.</summary>
/// <remarks>
/// Whoever resets a world calls <see cref="Episodic.Begin"/> on the reward. From then on rows must be scored once each and in order of time: row r belongs to
/// copy r mod copies, and a copy's memory is cleared after a row that terminated or truncated its episode.
/// </remarks>
public interface IEpisodic
{
    /// <summary>Clears every memory; the next row is the first of an episode in each of so many copies.</summary>
    void Begin(int copies);

    /// <summary>Writes every copy's memory.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Continues exactly where <see cref="Save"/> stood.</summary>
    void Load(BinaryReader reader);
}

/// <summary>Episodic parts of a reward, found however deep they lie.</summary>
public static class Episodic
{
    extension<TBatch>(IReward<TBatch> reward) where TBatch : IBatch
    {
        /// <summary>Whether some part remembers the episode, so that a score is no function of its transition alone.</summary>
        public bool IsEpisodic => reward.EpisodicParts().Any();

        /// <summary>Every part that remembers, this one included, parents first.</summary>
        public IEnumerable<IEpisodic> EpisodicParts() =>
            (reward is IEpisodic own ? [own] : Enumerable.Empty<IEpisodic>()).Concat(reward.Parts.SelectMany(part => part.EpisodicParts())).Distinct();

        /// <summary>Says that so many copies of a world begin anew; does nothing to a reward without memory.</summary>
        public void Begin(int copies)
        {
            Ensure.Positive(copies);
            foreach (var part in reward.EpisodicParts()) part.Begin(copies);
        }
    }
}
