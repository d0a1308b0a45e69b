using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class CriticReviewTests
{
    private static IReadOnlyList<ReviewFinding> Review(string program)
    {
        using var met = CriticFakes.Met();
        return StaticReview.Of(program, CriticFakes.Contract, met, Experience.Copies, SignReward.Sparse, SignReward.Dense);
    }

    [Fact]
    public void A_sound_program_is_not_objected_to() => Assert.Empty(Review(CriticFakes.Sound));

    [Theory]
    [InlineData("dense-misnamed", ReviewCheck.ComponentNeverWritten)]
    [InlineData("sparse-constant", ReviewCheck.ComponentConstant)]
    [InlineData("dense-constant", ReviewCheck.ComponentConstant)]
    [InlineData("condition-never", ReviewCheck.ConditionNeverVaries)]
    [InlineData("unreachable", ReviewCheck.ConditionNeverVaries)]   // of a guard that never holds; what it guards is not told again
    [InlineData("memory-never-read", ReviewCheck.MemoryNeverRead)]
    [InlineData("memory-never-written", ReviewCheck.MemoryNeverWritten)]
    [InlineData("unused", ReviewCheck.Unused)]
    public void A_seeded_mistake_is_found(string fault, ReviewCheck check)
    {
        var program = SignFaults.Find(fault).Into(CriticFakes.Sound, new(1));
        Assert.True(new RewardCompiler().Compile(program, CriticFakes.Contract).Succeeded, program);
        var findings = Review(program);
        Assert.Contains(findings, f => f.Check == check);
        Assert.DoesNotContain(findings, f => f.Check == ReviewCheck.Unreachable);
    }

    [Theory]
    [InlineData("dense-sign")]
    [InlineData("sparse-sign")]
    public void What_only_words_give_away_is_left_to_the_critic(string fault) => Assert.Empty(Review(SignFaults.Find(fault).Into(CriticFakes.Sound, new(1))));

    [Fact]
    public void A_finding_names_the_line_and_what_to_do()
    {
        var finding = Assert.Single(Review(CriticFakes.Sound.Replace("memory.Has(\"least\") ? memory[\"least\"] : 9", "9", StringComparison.Ordinal)), f => f.Check == ReviewCheck.MemoryNeverRead);
        Assert.Equal("line 9: memory[\"least\"] is written and never read, so it changes nothing. Use it, or drop it.", finding.ToString());
    }

    [Fact]
    public void A_branch_that_is_never_reached_is_told_where_what_guards_it_varies()
    {
        // The inner condition is asked for only where the outer two hold together, which they never do.
        var findings = Review(CriticFakes.Sound.Replace("parts[\"sparse\"] =", "for (int i = 0; i < 0; i++) { if (after.Angle > 0) dense = 1; }\n    parts[\"sparse\"] =", StringComparison.Ordinal));
        Assert.Equal(ReviewCheck.Unreachable, Assert.Single(findings).Check);
    }

    [Fact]
    public void An_unknown_mistake_is_refused_with_those_that_are_near() =>
        Assert.StartsWith("There is no fault 'dense-sing'. Did you mean 'dense-sign'", Assert.Throws<ArgumentException>(() => SignFaults.Find("dense-sing")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1. Fine.\nVERDICT: pass", false, "1. Fine.")]
    [InlineData("I might say VERDICT: pass\nverdict: pass\n2. But no.\n**VERDICT: revise**", true, "I might say VERDICT: pass\nverdict: pass\n2. But no.")]
    [InlineData("It is well.", null, "It is well.")]
    public void A_verdict_is_read_from_the_last_line_that_holds_one(string answer, bool? objects, string reasons) => Assert.Equal(new(objects, reasons), CriticVerdict.Read(answer));

    [Fact]
    public void A_critic_is_calibrated_and_one_that_always_says_the_same_is_found_out()
    {
        CriticCalibration Try(Func<string, bool> objects) => CriticCalibration.Of(objects, [CriticFakes.Sound], SignFaults.All, new(1));
        Assert.Equal(CriticUse.AlwaysObjects, Try(_ => true).Use);
        Assert.Equal(CriticUse.NeverObjects, Try(_ => false).Use);
        var signs = Try(answer => answer.Contains("= -(", StringComparison.Ordinal));
        Assert.Equal((2, 10, 0, 1, CriticUse.TellsApart), (signs.Hits, signs.Seeded, signs.Alarms, signs.Sound, signs.Use));
        Assert.StartsWith("The critic objects to 2 of 10 seeded mistakes and to 0 of 1 sound programs: it tells them apart. It lets pass: dense-misnamed, ", signs.ToString(), StringComparison.Ordinal);
        Assert.Equal(CriticUse.Chance, Try(answer => !answer.Contains("unused", StringComparison.Ordinal) && answer.Contains("memory[\"least\"]", StringComparison.Ordinal) && !answer.Contains("danger", StringComparison.Ordinal)).Use);
        Assert.StartsWith("A critic is tried with at least one program", Assert.Throws<ArgumentException>(() => CriticCalibration.Of(_ => true, [], SignFaults.All, new(1))).Message, StringComparison.Ordinal);
    }
}
