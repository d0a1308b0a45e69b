using Goodhart.Worlds;

namespace Goodhart.Studies.Design;

/// <summary>A trainer in pieces, so that its policy can be looked at in between.</summary>
internal interface ILearner : IDisposable
{
    /// <summary>Environment steps so far.</summary>
    long Steps { get; }

    /// <summary>Share of its budget that is used, from 0 to 1.</summary>
    double Share { get; }

    /// <summary>Copies of the world the reward is scored for, each with its memory.</summary>
    int Copies { get; }

    /// <summary>The policy one would be handed now; it outlives the learner.</summary>
    IPolicy Policy { get; }

    /// <summary>The smallest piece of training after which the policy can be measured.</summary>
    void Learn();
}
