using Goodhart.Optimization.CrossEntropy;

namespace Goodhart.Tests;

public class NearnessTests
{
    private static readonly Schema schema = new(
        [new("hand.x", "m", -1, 1), new("cube.x", "m", -2, 2), new("cube.held", "1", 0, 1, FieldKind.Flag), new("cube.touched", "1", 0, 1, FieldKind.Flag)],
        new ActionSpace.Box([new("u", Low: -1, High: 1)]));

    private static readonly ObservationScale scale = new([0, 0, .5f, .5f], [1, .5f, 2, 2]);

    [Fact]
    public void Nearness_IsOfDifferencesByTheWidestRange_AlsoThroughChosenFlags()
    {
        var inputs = CompactInputs.Related(schema, scale, gain: 4, nearness: 10, through: ["cube.held"]);
        // Four fields; the difference, through both flags; its nearness by 10 half ranges of 2 m, through one.
        Assert.Equal(new CompactInput[] { new(1, 0, 2, Other: 0), new(1, 0, 2, 0, 2), new(1, 0, 2, 0, 3), new(1, 0, 5, Other: 0, Near: true), new(1, 0, 5, 0, 2, true) }, inputs.Skip(4));
        var columns = new float[9];
        CompactInputs.Of(inputs, [.25f, .45f, 1, 0], 1, columns);
        // 5·(0.45 − 0.25) = 1, so both are exp(−1).
        Assert.Equal(Math.Exp(-1), columns[7], 1e-6);
        Assert.Equal(columns[7], columns[8]);
    }

    [Fact]
    public void Nearness_GoesThroughAllFlagsUnlessSome_AndAFlagThatIsNotThereIsNamed()
    {
        Assert.Equal(4 + 3 + 3, CompactInputs.Related(schema, scale, 4, 10).Count);
        Assert.Equal(4 + 3 + 1, CompactInputs.Related(schema, scale, 4, 10, []).Count);
        Assert.Equal(4 + 3, CompactInputs.Related(schema, scale, 4).Count);
        Assert.StartsWith("There is no flag 'cube.hold'. Did you mean", Assert.Throws<ArgumentException>(() => CompactInputs.Related(schema, scale, 4, 10, ["cube.hold"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Nearness must not be negative, was -1.", Assert.ThrowsAny<ArgumentException>(() => new CrossEntropyOptions(Nearness: -1).Checked()).Message, StringComparison.Ordinal);
    }
}
