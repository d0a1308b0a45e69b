using Goodhart.Worlds.Tabular;

namespace Goodhart.Design;

/// <summary>ExpAdaRD: a teacher who designs the reward anew for what the learner does now (Devidze et al. 2024).</summary>
/// <remarks>μ* is the occupancy of an expert that takes a random action with probability ε; like the learner's it is normalised over states that are not terminal.</remarks>
public sealed class AdaptiveTeacher
{
    private readonly TeachingTask task;
    private readonly ExplicableDesign design;
    private readonly double[] expert;

    /// <param name="task">What is to be conveyed.</param>
    /// <param name="options">Of the design.</param>
    /// <param name="epsilon">ε of the expert, in [0, 1]; 0.4 in the original's rooms.</param>
    public AdaptiveTeacher(TeachingTask task, ExplicableOptions? options = null, double epsilon = .4)
    {
        (this.task, design) = (task, new(task, options));
        var target = new TabularPolicy(task.Mdp.Actions, new double[task.Q.Length]);
        for (var s = 0; s < task.Mdp.States; s++) target.At(s)[task.Target[s]] = 1;
        expert = Solve.StateOccupancy(Visits(Policies.Mix(target, Policies.Uniform(task.Mdp), epsilon)), task.Mdp.Actions);
    }

    /// <summary>The reward that moves this learner most and keeps every best action.</summary>
    /// <exception cref="InvalidOperationException">No reward within R_max keeps every gap.</exception>
    public RewardTable For(TabularPolicy learner)
    {
        Ensure.SameLength(learner.Probabilities.Length, task.Q.Length);
        return design.For(learner.Probabilities, Visits(learner), expert);
    }

    private double[] Visits(TabularPolicy policy)
    {
        var occupancy = Solve.Occupancy(task.Mdp, policy, task.Gamma);
        var sum = occupancy.Sum();
        return [.. occupancy.Select(o => o / sum)];
    }
}
