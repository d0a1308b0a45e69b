using Goodhart.Feedback;
using Goodhart.Worlds;

namespace Goodhart.Design;

/// <summary>Says which of two policies does the task better: a person who watches films, or somebody in a person's place.</summary>
public interface IPolicyJudge
{
    /// <summary>Its name with what matters of its options, for the lineage.</summary>
    string Name { get; }

    /// <summary>Compares two policies; asked once per pair shown in the life of a run.</summary>
    Choice Compare(PolicyPair pair);
}

/// <summary>Two policies beside each other, in a drawn order so that no side is favoured.</summary>
/// <param name="Question">Names the question within its run, as in "1.2-3": restart, round and number.</param>
/// <param name="Task">What the policies were to do.</param>
/// <param name="Left">Shown first.</param>
/// <param name="Right">Shown second.</param>
/// <param name="Seed">Of everything random in showing and answering: both policies start alike.</param>
/// <param name="Cancellation">Stops waiting.</param>
public sealed record PolicyPair(string Question, string Task, ShownPolicy Left, ShownPolicy Right, ulong Seed, CancellationToken Cancellation = default);

/// <summary>A trained policy as a judge may see it.</summary>
/// <param name="candidate">Whose training it comes from.</param>
/// <param name="policy">The policy, trained again where the run went on in another process.</param>
public sealed class ShownPolicy(Candidate candidate, Func<IPolicy> policy)
{
    /// <summary>The candidate with its outcome: what only a proxy of a person may look into.</summary>
    public Candidate Candidate => candidate;

    /// <summary>The policy.</summary>
    public IPolicy Policy => policy();
}
