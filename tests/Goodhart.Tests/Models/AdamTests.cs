using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Models;

public sealed class AdamTests
{
    [Fact]
    public void Step_FirstUpdate_MovesByTheRateAgainstTheSign()
    {
        // m̂ = g and v̂ = g², so θ moves by η·g/(|g| + ε).
        float[] θ = [1, 1, 1];
        new Adam(3, new(Epsilon: 1e-8)).Step(θ, [.5f, -2, 0], .1);
        Assert.Equal([.9f, 1.1f, 1f], θ, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Step_SecondUpdate_HandDerived()
    {
        // g = 1 then 3 with β₁ = β₂ = .5: m = .5, 1.75; v = .5, 4.75; corrections ½, ¾: m̂ = 7/3, v̂ = 19/3; first step −η.
        float[] θ = [0];
        var adam = new Adam(1, new(.5, .5, 1e-12));
        adam.Step(θ, [1], .1);
        adam.Step(θ, [3], .1);
        Assert.Equal(-.1 - .1 * (7.0 / 3) / Math.Sqrt(19.0 / 3), θ[0], 1e-6);
    }

    [Fact]
    public void Step_FollowsTorch_OverManyUpdates()
    {
        var rng = new Generator(3);
        float[] start = new float[37], θ = new float[37], g = new float[37];
        rng.Normal(start);
        start.CopyTo(θ, 0);
        using var reference = new TorchSharp.Modules.Parameter(tensor(start));
        using var torchAdam = optim.Adam([reference], lr: .01, eps: 1e-5);
        var adam = new Adam(37);
        for (var step = 0; step < 20; step++)
        {
            rng.Normal(g);
            torchAdam.zero_grad();
            (reference * tensor(g)).sum().backward();
            torchAdam.step();
            adam.Step(θ, g, .01);
        }

        Assert.Equal(reference.detach().Floats().ToArray(), θ, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void ClipNorm_LongerThanLimit_ScalesToIt()
    {
        float[] g = [3, 4], small = [.3f, .4f];
        Assert.Equal(5, Adam.ClipNorm(g, 1), 1e-6);
        Assert.Equal([.6f, .8f], g, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(.5, Adam.ClipNorm(small, 1), 1e-6);
        Assert.Equal([.3f, .4f], small);
    }

    [Fact]
    public void Load_OfAnotherSize_SaysBoth()
    {
        var stream = new MemoryStream();
        new Adam(3).Save(new(stream));
        stream.Position = 0;
        var error = Assert.Throws<InvalidDataException>(() => new Adam(4).Load(new(stream)));
        Assert.Contains("3 parameters, expected 4", error.Message);
    }
}
