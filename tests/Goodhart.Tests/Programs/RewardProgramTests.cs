using Goodhart.Design;
using static Goodhart.Tests.ProgramBench;

namespace Goodhart.Tests;

public sealed class RewardProgramTests
{
    [Fact]
    public void A_program_scores_transitions_with_named_parts()
    {
        using var program = Compile("""
            double Reward(Obs before, Act action, Obs after, Parts parts)
            {
                double upright = 1 - Math.Abs(after.Angle) / 0.2;
                parts["upright"] = upright;
                return upright - (action.Left ? 0.5 : 0);
            }
            """);
        using var batch = Batch(2);
        (batch.Next("angle")[0], batch.Next("angle")[1]) = (0.1f, 0);
        (batch.Action()[0], batch.Action()[1]) = (0, 1);
        var reward = program.ToReward();
        var (scores, trace) = (new float[2], PartTrace.Of(reward));
        reward.Evaluate(batch, scores, trace);
        Assert.Equal(0, scores[0], 1e-6);
        Assert.Equal(1, scores[1], 1e-6);
        Assert.Equal(["upright"], program.Components);
        Assert.Equal(0.75, trace.Children[0].Mean, 1e-6);
        Assert.False(reward.IsEpisodic);
    }

    [Fact]
    public void A_program_with_memory_keeps_it_per_copy_and_forgets_it_at_the_end_of_an_episode()
    {
        using var program = Compile("""
            double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
            {
                memory["steps"] = memory["steps"] + 1;
                return memory["steps"];
            }
            """);
        using var batch = Batch(6);   // two copies, three steps
        batch.Terminated[2] = true;   // copy 0 ends with its second step
        var (reward, scores) = (program.ToReward(), new float[6]);
        reward.Begin(2);
        reward.Evaluate(batch, scores);
        Assert.Equal([1f, 1, 2, 2, 1, 3], scores);
        Assert.True(reward.IsEpisodic);
    }

    [Fact]
    public void A_mistake_is_told_with_its_line()
    {
        var compiled = new RewardCompiler().Compile("double Reward(Obs before, Act action, Obs after)\n{\n    return after.Speed;\n}", CartPole);
        Assert.False(compiled.Succeeded);
        Assert.Contains(compiled.Diagnostics, d => d.Line == 3 && d.Message.Contains("Speed", StringComparison.Ordinal));
    }
}
