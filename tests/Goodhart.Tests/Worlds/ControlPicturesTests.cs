using Goodhart.Worlds;
using SkiaSharp;

namespace Goodhart.Tests.Worlds;

public sealed class ControlPicturesTests
{
    public static TheoryData<string> Worlds => ["cartpole", "pendulum", "mountaincar", "acrobot", "gripper-reach", "gripper-push", "gripper-pick", "gripper-stack"];

    private static SKBitmap Picture(IWorld world, ReadOnlySpan<float> observation)
    {
        const int height = 120;
        var pictured = Assert.IsType<IPictured>(world, exactMatch: false);
        var bitmap = new SKBitmap((int)MathF.Round(height * pictured.Aspect), height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(height);
        pictured.Draw(canvas, observation);
        return bitmap;
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Draw_FillsTheCanvas_ShowsMovement_AndIsTheSameForTheSameSituation(string name)
    {
        var world = WorldCatalogue.Find(name).Create(1);
        world.Reset(1);
        var start = world.Observation.ToArray();
        var actions = Enumerable.Repeat(1f, world.Schema.Actions.Width).ToArray();
        if (name == "mountaincar") actions[0] = 2;
        for (var t = 0; t < 8; t++) world.Step(actions);
        using SKBitmap first = Picture(world, start), again = Picture(world, start), later = Picture(world, world.Arrived);
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.True(first.Pixels.Distinct().Count() > 20);
        Assert.NotEqual(SKColors.White, first.GetPixel(0, 0));
        Assert.NotEqual(SKColors.White, first.GetPixel(first.Width - 1, first.Height - 1));
        var moved = first.Pixels.Zip(later.Pixels, (a, b) => a == b ? 0 : 1).Sum();
        Assert.InRange(moved, 20, first.Pixels.Length / 3);
    }
}
