using CsCheck;
using Goodhart.Design;
using Goodhart.Feedback;

namespace Goodhart.Tests;

public sealed class PreferenceRankerTests
{
    private static Func<int, int, Choice> By(IReadOnlyList<int> values, int[]? asked = null) => (a, b) =>
    {
        if (asked is not null) asked[0]++;
        return values[a] == values[b] ? Choice.Tie : values[a] > values[b] ? Choice.First : Choice.Second;
    };

    /// <summary>⌈3K/2⌉ − 2, and nothing for a single item.</summary>
    private static int Bound(int k) => k == 1 ? 0 : (3 * k + 1) / 2 - 2;

    [Fact]
    public void Six_items_in_order_take_three_pairs_two_for_the_best_and_two_for_the_worst()
    {
        // Pairs 3-1, 4-0, 5-2: high 3, 4, 5; low 1, 0, 2. 3 < 4 < 5; 1 > 0, 0 < 2.
        var found = new BestWorstRanker().Rank(6, By([3, 1, 4, 0, 5, 2]));
        Assert.Equal((4, 3, 7), (found.Best, found.Worst, found.Queries));
        Assert.Equal([(0, 1), (2, 3), (4, 5), (0, 2), (2, 4), (1, 3), (3, 5)], found.Answers.Select(a => (a.First, a.Second)));
        Assert.Empty(found.Cycles);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 6)]
    [InlineData(6, 7)]
    [InlineData(7, 9)]
    public void A_judge_without_error_is_asked_so_many_questions_at_most(int k, int bound)
    {
        Assert.Equal(bound, Bound(k));
        Assert.True(bound <= Math.Max(0, 2 * k - 3), "no more than one after the other");
        Gen.Shuffle(Enumerable.Range(0, k).ToArray()).Sample(values =>
        {
            var asked = new int[1];
            var found = new BestWorstRanker().Rank(k, By(values, asked));
            Assert.Equal(k - 1, values[found.Best]);
            Assert.Equal(0, values[found.Worst]);
            Assert.Equal(asked[0], found.Queries);
            Assert.InRange(found.Queries, 0, bound);
        });
    }

    [Fact]
    public void With_equals_among_them_a_best_and_a_worst_are_found_within_the_bound() => Gen.Int[0, 3].Array[1, 12].Sample(values =>
    {
        var found = new BestWorstRanker().Rank(values.Length, By(values));
        Assert.Equal((values.Max(), values.Min()), (values[found.Best], values[found.Worst]));
        Assert.InRange(found.Queries, 0, Bound(values.Length));
        Assert.True(values.Length == 1 || found.Best != found.Worst);
    });

    [Fact]
    public void A_judge_at_random_comes_to_an_end_within_the_bound_and_no_pair_is_asked_twice() => Gen.Select(Gen.Int[1, 12], Gen.ULong).Sample((k, seed) =>
    {
        var rng = new Generator(seed);
        var found = new BestWorstRanker().Rank(k, (_, _) => (Choice)rng.NextInt(4));
        Assert.InRange(found.Queries, 0, Bound(k));
        Assert.Equal(found.Queries, found.Answers.Select(a => (Math.Min(a.First, a.Second), Math.Max(a.First, a.Second))).Distinct().Count());
        Assert.True(k == 1 || found.Best != found.Worst);
    });

    [Theory]
    [InlineData(Choice.Tie)]
    [InlineData(Choice.CannotCompare)]
    public void Nothing_but_ties_costs_every_question_and_keeps_who_came_first(Choice always)
    {
        var found = new BestWorstRanker().Rank(6, (_, _) => always);
        Assert.Equal((0, 1, 7), (found.Best, found.Worst, found.Queries));
        Assert.All(found.Answers, a => Assert.Equal(always, a.Choice));
    }

    [Fact]
    public void What_follows_from_other_answers_is_not_asked()
    {
        // 2 over 0 over 1: that 2 is no worst is known.
        var found = new BestWorstRanker().Rank(3, By([1, 0, 2]));
        Assert.Equal((2, 1), (found.Best, found.Worst));
        Assert.Equal([(0, 1), (0, 2)], found.Answers.Select(a => (a.First, a.Second)));
    }

    [Fact]
    public void A_majority_of_repeated_questions_outvotes_a_slip_and_stops_when_it_is_certain()
    {
        var answers = new Queue<Choice>([Choice.First, Choice.Second, Choice.First]);
        var found = new BestWorstRanker(new(Repeats: 3)).Rank(2, (_, _) => answers.Dequeue());
        Assert.Equal((0, 1, 3), (found.Best, found.Worst, found.Queries));
        Assert.Equal(2, new BestWorstRanker(new(Repeats: 3)).Rank(2, (_, _) => Choice.Second).Queries);
    }

    [Fact]
    public void A_circle_is_reported_and_the_one_with_most_wins_taken()
    {
        // 0 over 1, 2 over 3, 2 over 0, but 1 over 2: the best of pairs is 2, which 1 beats when they meet. Of 0, 1 and 2 each has one win, so 2 stays.
        static Choice Judge(int a, int b) => (a, b) switch
        {
            (0, 1) or (2, 3) or (2, 0) or (1, 2) or (0, 3) or (1, 3) => Choice.First,
            _ => Choice.Second,
        };
        Assert.Empty(new BestWorstRanker().Rank(4, Judge).Cycles);
        var found = new BestWorstRanker(new(Recheck: true)).Rank(4, Judge);
        Assert.Equal([2, 0, 1], Assert.Single(found.Cycles));
        Assert.Equal((2, 3), (found.Best, found.Worst));
        Assert.Equal(5, found.Queries);
    }

    [Fact]
    public void Rechecking_a_judge_without_error_changes_nothing_and_finds_no_circle() => Gen.Shuffle(Enumerable.Range(0, 6).ToArray()).Sample(values =>
    {
        var (plain, checkedAgain) = (new BestWorstRanker().Rank(6, By(values)), new BestWorstRanker(new(Recheck: true)).Rank(6, By(values)));
        Assert.Equal((plain.Best, plain.Worst), (checkedAgain.Best, checkedAgain.Worst));
        Assert.Empty(checkedAgain.Cycles);
    });

    [Fact]
    public void Rechecking_a_judge_at_random_comes_to_an_end() => Gen.Select(Gen.Int[1, 10], Gen.ULong).Sample((k, seed) =>
    {
        var rng = new Generator(seed);
        var found = new BestWorstRanker(new(Repeats: 3, Recheck: true)).Rank(k, (_, _) => (Choice)rng.NextInt(4));
        Assert.InRange(found.Queries, 0, 3 * (k * (k - 1) / 2));
        Assert.All(found.Cycles, c => Assert.Equal(c.Count, c.Distinct().Count()));
    });

    [Fact]
    public void Bad_counts_are_errors()
    {
        Assert.StartsWith("Repeats must be odd, so that there is a majority; was 2.", Assert.Throws<ArgumentOutOfRangeException>(() => new BestWorstRanker(new(Repeats: 2))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Repeats must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new BestWorstRanker(new(Repeats: 0))).Message, StringComparison.Ordinal);
        Assert.StartsWith("count must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new BestWorstRanker().Rank(0, (_, _) => Choice.Tie)).Message, StringComparison.Ordinal);
    }
}
