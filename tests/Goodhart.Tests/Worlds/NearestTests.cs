namespace Goodhart.Tests.Worlds;

public sealed class NearestTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("cartploe", "cartpole", 1)]     // a swap of neighbours is one edit
    [InlineData("CartPole", "cartpole", 0)]
    public void Distance_OfKnownPairs(string from, string to, int edits)
    {
        Assert.Equal(edits, Nearest.Distance(from, to));
        Assert.Equal(edits, Nearest.Distance(to, from));
    }

    [Fact]
    public void Of_ListsCloseNamesClosestFirst()
    {
        string[] known = ["tomato", "pendulum", "cartpole", "cart", "carpool"];
        Assert.Equal(["cartpole", "carpool"], Nearest.Of("cartpol", known));
        Assert.Equal(["cartpole"], Nearest.Of("cartpol", known, most: 1));
        Assert.Equal(["cart", "carpool", "cartpole"], Nearest.Of("car", known));    // one edit; then two that begin so
        Assert.Equal(["pendulum"], Nearest.Of("pend", known));
        Assert.Empty(Nearest.Of("zebra", known));
    }

    [Fact]
    public void Hint_SuggestsOrLists()
    {
        string[] known = ["tomato", "pendulum"];
        Assert.Equal(" Did you mean 'tomato'?", Nearest.Hint("tomatoe", known));
        Assert.Equal(" Known: pendulum, tomato.", Nearest.Hint("zebra", known));
        Assert.Equal("", Nearest.Hint("zebra", []));
    }
}
