using Goodhart.Audit.Underspecification;

namespace Goodhart.Tests.Underspecification;

public sealed class CrossRewardGapTests
{
    // On the start policy's four samples the first has mean 0 and deviation 1, the second mean 2 and deviation 2, what is wanted mean 0 and deviation 1.
    private static readonly IReward<Batch<int>> first = Told.By("first", -1, 1, -1, 1, 3, 1), second = Told.By("second", 0, 0, 4, 4, 2, 8);
    private static readonly HeldOut<Batch<int>> gold = HeldOut<Batch<int>>.Of(Told.By("gold", 1, -1, 1, -1, -2, 0));
    private static readonly Batch<int> start = Told.Places(0, 4), ofFirst = Told.Places(4, 1), ofSecond = Told.Places(5, 1);

    [Fact]
    public void Gains_AreHandDerived()
    {
        var gap = CrossRewardGap.Of([first, second], start, [ofFirst, ofSecond], gold);
        Assert.Equal([3, 0], gap.Gains[0]);   // (3 − 0)/1, (2 − 2)/2
        Assert.Equal([1, 3], gap.Gains[1]);   // (1 − 0)/1, (8 − 2)/2
        Assert.Equal([-2, 0], gap.GoldGains!);
        Assert.Equal((3, 0, 3), (gap.Own(0), gap.Others(0), gap.Gap(0)));
        Assert.Equal((3, 1, 2), (gap.Own(1), gap.Others(1), gap.Gap(1)));
    }

    [Fact]
    public void Gap_OfRewardsThatSeeTheSame_IsNone()
    {
        var twin = Told.By("twin", -10, 10, -10, 10, 30, 10);   // another scale of the same
        Assert.Equal(0, CrossRewardGap.Of([first, twin], start, [ofFirst, ofFirst]).Gap(0), 1e-12);
        Assert.Null(CrossRewardGap.Of([first, twin], start, [ofFirst, ofFirst]).GoldGains);
    }

    [Fact]
    public void Judges_OfOneBody_DoNotCount()
    {
        IReward<Batch<int>>[] four = [first, Told.By("sister", -1, 1, -1, 1, 3, 1), second, Told.By("other", 0, 0, 4, 4, 6, 8)];
        var gap = CrossRewardGap.Of(four, start, [ofFirst, ofFirst, ofSecond, ofSecond], grid: new(2, 2));
        Assert.Equal([2, 3], gap.Judges(0));
        Assert.Equal(1, gap.Others(0), 1e-12);   // 0 and (6 − 2)/2
        Assert.Equal(2, gap.Gap(0), 1e-12);
        Assert.True(double.IsNaN(CrossRewardGap.Of([first, second], start, [ofFirst, ofSecond], grid: new(1, 2)).Gap(0)));
    }

    [Fact]
    public void Gap_OfWhatDoesNotFit_IsRefused()
    {
        Assert.Contains("There are 2 rewards and 1 policies", Assert.Throws<ArgumentException>(() => CrossRewardGap.Of([first, second], start, [ofFirst])).Message);
        Assert.Contains("has 4 members for 2 rewards", Assert.Throws<ArgumentException>(() => CrossRewardGap.Of([first, second], start, [ofFirst, ofSecond], grid: new(2, 2))).Message);
        Assert.Contains("Reward 'same' scores all 4 samples of the start policy alike",
            Assert.Throws<ArgumentException>(() => CrossRewardGap.Of([first, Told.By("same", 1, 1, 1, 1, 2, 2)], start, [ofFirst, ofSecond])).Message);
    }
}
