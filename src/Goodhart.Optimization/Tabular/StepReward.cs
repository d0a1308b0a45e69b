using Goodhart.Worlds.Tabular;

namespace Goodhart.Optimization.Tabular;

/// <summary>What each step of an episode earns: looked up where the reward has a table, else scored step by step.</summary>
internal sealed class StepReward : IDisposable
{
    private readonly TabularMdp mdp;
    private readonly double[] table;
    private readonly IReward<Transitions>? episodic;
    private readonly Transitions? row;
    private readonly float[] now, next, score = new float[1];

    /// <summary>A table over the entries of the process, read at every step, so that its owner may change it between two.</summary>
    public StepReward(TabularMdp mdp, double[] table)
    {
        Ensure.SameLength(table.Length, mdp.Entries);
        (this.mdp, this.table, now, next) = (mdp, table, [], []);
    }

    /// <summary>A reward without memory is tabulated here, once; one that remembers the episode is asked at every step.</summary>
    public StepReward(TabularMdp mdp, IReward<Transitions> reward)
    {
        this.mdp = mdp;
        (now, next) = (new float[mdp.Schema.Observation.Count], new float[mdp.Schema.Observation.Count]);
        if (!reward.IsEpisodic)
        {
            table = mdp.Tabulate(reward);
            return;
        }

        (table, episodic, row) = ([], reward, new(mdp.Schema, 1));
    }

    /// <summary>An episode starts.</summary>
    public void Begin() => episodic?.Begin(1);

    public double Of(in TabularStep step, bool truncated) => episodic is null ? table[step.Entry] : Score(step, truncated);

    public void Dispose() => row?.Dispose();

    private double Score(in TabularStep step, bool truncated)
    {
        mdp.Observe(step.State, now);
        mdp.Observe(step.Next, next);
        for (var f = 0; f < now.Length; f++) (row!.Observation(f)[0], row.Next(f)[0]) = (now[f], next[f]);
        (row!.Action()[0], row.State[0], row.NextState[0]) = (step.Action, step.State, step.Next);
        (row.Terminated[0], row.Truncated[0]) = (step.Terminated, truncated);
        episodic!.Evaluate(row, score);
        return score[0];
    }
}
