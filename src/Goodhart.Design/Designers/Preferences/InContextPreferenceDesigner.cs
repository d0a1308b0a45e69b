using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>
/// ICPL — Few-shot In-Context Preference Learning Using Large Language Models (2024): a language model writes K programs that run, somebody says whose policy is
/// best and whose worst, and both programs become examples in the next request. The preferences live in the context; no reward model is learnt.
/// </summary>
/// <remarks>
/// After every round its best meets the best so far, so that at the end the best of all N is known, and the writer learns whether a change helped: 9 questions a round and
/// N − 1 more are at most 49 for K = 6 and N = 5; meeting in pairs needs 39. A request never holds a measured score: what is asked goes to the judge only.
/// Programs that do not run are replaced; the same program twice is compared once.
/// </remarks>
/// <param name="client">The model.</param>
/// <param name="judge">Who compares policies.</param>
/// <param name="options">The paper's when null.</param>
public sealed class InContextPreferenceDesigner(IChatClient client, IPolicyJudge judge, PreferenceOptions? options = null) : IDesigner
{
    private readonly PreferenceOptions options = Check(options ?? new());

    /// <summary>The paper's budget: 6 programs in each of 5 rounds, and no training is given up, since that would take a measured score.</summary>
    public static DesignOptions Budget { get; } = new(Samples: 6, Rounds: 5, GiveUp: false);

    public string Name => $"icpl, {options.Words}, judged by {judge.Name}";

    /// <exception cref="ArgumentException">The options would let the fitness decide: by giving up trainings, or between restarts.</exception>
    public IRewardWriter Begin(DesignBrief brief)
    {
        if (brief.Options.GiveUp) throw new ArgumentException("GiveUp stops trainings by their fitness, which preferences stand in for: set GiveUp to false.");
        if (brief.Options.Restarts > 1) throw new ArgumentException($"Between restarts the fitness would decide, which preferences stand in for: set Restarts to 1, was {brief.Options.Restarts}.");
        return new PreferenceWriter(client, judge, options, brief);
    }

    private static PreferenceOptions Check(PreferenceOptions options)
    {
        Ensure.Positive(options.Draws);
        options.Ranking?.Checked();
        return options;
    }
}
