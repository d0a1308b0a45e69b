using Goodhart.Learning.Judges;

namespace Goodhart.Tests;

public sealed class JudgeReplyTests
{
    private static readonly string[] pair = ["A", "B", "TIE"];

    [Theory]
    [InlineData("A is right.\n[[A]]", "A")]
    [InlineData("[[ b ]]", "B")]
    [InlineData("[[tie]]", "TIE")]
    [InlineData("[[A]], yes, [[A]]", "A")]
    [InlineData("<think>[[A]] or [[B]]?</think>\n[[B]]", "B")]
    [InlineData("[[A]] but also [[B]]", null)]               // contradicts itself
    [InlineData("[[C]]", null)]
    [InlineData("A", null)]
    [InlineData("", null)]
    public void A_verdict_is_one_thing_in_double_brackets(string reply, string? verdict) => Assert.Equal(verdict, JudgeReply.Bracketed(reply, pair));

    [Theory]
    [InlineData("Good, 3 points missing.\n7", 7.0)]
    [InlineData("**8**", 8.0)]
    [InlineData("Mark: 10.", 10.0)]
    [InlineData("7/10", 7.0)]
    [InlineData("I give it 6 out of 10.", 6.0)]
    [InlineData("on a scale of 1-10", 10.0)]
    [InlineData("7/100", null)]                             // another scale
    [InlineData("7.5", null)]                               // whole numbers were asked for
    [InlineData("11", null)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("eight", null)]
    [InlineData("gpt4", null)]
    public void A_mark_is_the_last_number_on_the_scale(string reply, double? mark) => Assert.Equal(mark, JudgeReply.Mark(reply, new()));

    [Fact]
    public void Decimals_are_marks_where_they_are_allowed() => Assert.Equal(7.5, JudgeReply.Mark("so: 7.5", new(Whole: false)));

    [Theory]
    [InlineData("truth: 7\ntone: 3", true)]
    [InlineData("- **Truth**: 7/10\n- Tone: 3", true)]
    [InlineData("truth: 7", false)]
    [InlineData("truth: 7\ntruth: 8\ntone: 3", false)]       // twice
    [InlineData("truth: high\ntone: 3", false)]
    [InlineData("truth: 17\ntone: 3", false)]
    public void A_rubric_needs_one_mark_per_name(string reply, bool read) => Assert.Equal(read ? [7.0, 3.0] : null, JudgeReply.Marks(reply, ["truth", "tone"], new()));
}
