using Goodhart.Design;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Tests;

public sealed class AdaptiveTeacherTests
{
    private static readonly TeachingTask chain = TeachingTests.Chain();

    [Fact]
    public void With_two_actions_on_the_chain_both_learners_get_the_same_lesson()
    {
        // A*(right) − E A* ≥ 0 ≥ A*(left) − E A* for every policy, so the objective grows in R(s, right) − R(s, left) whatever the
        // learner does; R_max and the optimality constraints bound it.
        var teacher = new AdaptiveTeacher(chain);
        var uniform = Policies.Uniform(chain.Mdp);
        var left = new TabularPolicy(2, [.. uniform.Probabilities.Select((_, i) => i % 2 == 0 ? .9 : .1)]);
        RewardTable first = teacher.For(uniform), second = teacher.For(left);
        Assert.True(chain.IsKeptBy(first.Values));
        for (var s = 0; s < 20; s++)
        {
            Assert.Equal(-10, first.Values[2 * s]);
            Assert.True(first.Values[2 * s + 1] > 0);
        }

        Assert.Equal(first.Values, second.Values);
    }

    [Fact]
    public void A_learner_of_another_process_is_refused() =>
        Assert.Contains("learner.Probabilities.Length must be 42, was 4", Assert.Throws<ArgumentException>(() => new AdaptiveTeacher(chain).For(new(2, [1, 0, 1, 0]))).Message);
}
