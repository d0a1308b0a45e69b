using Goodhart.Models;

namespace Goodhart.Tests.Models;

public sealed class OrthogonalTests
{
    [Theory]
    [InlineData(64, 4)]
    [InlineData(2, 64)]
    [InlineData(8, 8)]
    public void Fill_FewerSide_IsOrthonormalTimesGain(int rows, int columns)
    {
        var matrix = new float[rows * columns];
        Orthogonal.Fill(matrix, rows, columns, 3, new(1));
        var wide = rows <= columns;
        for (var i = 0; i < Math.Min(rows, columns); i++)
            for (var j = 0; j < Math.Min(rows, columns); j++)
            {
                var dot = 0.0;
                for (var k = 0; k < Math.Max(rows, columns); k++)
                    dot += wide ? matrix[i * columns + k] * (double)matrix[j * columns + k] : matrix[k * columns + i] * (double)matrix[k * columns + j];
                Assert.Equal(i == j ? 9 : 0, dot, 1e-5);
            }
    }

    [Fact]
    public void Mlp_SameSeed_SameBits()
    {
        using Mlp a = new(3, 2, new(), .01, new(7)), b = new(3, 2, new(), .01, new(7)), c = new(3, 2, new(), .01, new(8));
        Assert.True(a.Parameters.Values.SequenceEqual(b.Parameters.Values));
        Assert.False(a.Parameters.Values.SequenceEqual(c.Parameters.Values));
    }

    [Fact]
    public void Mlp_Gradient_MatchesFiniteDifferences()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using Mlp network = new(3, 2, new(8, 2, Activation.LeakyRelu), 1, new(7));
        var rows = TensorMemory.Rows([.1f, -.4f, .8f, .3f, -.2f, .5f], 2);
        var gradient = new float[network.Parameters.Count];
        ParameterVector.Gradient(network.Forward(rows).square().sum(), gradient, network.Parameters);
        for (var i = 0; i < gradient.Length; i += 13)
        {
            var kept = network.Parameters.Values[i];
            network.Parameters.Values[i] = kept + .01f;
            var above = network.Forward(rows).square().sum().item<float>();
            network.Parameters.Values[i] = kept - .01f;
            var below = network.Forward(rows).square().sum().item<float>();
            network.Parameters.Values[i] = kept;
            Assert.Equal((above - below) / .02, gradient[i], 5e-3);
        }
    }

    [Fact]
    public void ParameterVector_LoadOfAnotherSize_SaysBoth()
    {
        using Mlp small = new(3, 2, new(4), 1, new(1)), large = new(3, 2, new(5), 1, new(1));
        var stream = new MemoryStream();
        small.Parameters.Save(new(stream));
        stream.Position = 0;
        var error = Assert.Throws<InvalidDataException>(() => large.Parameters.Load(new(stream)));
        Assert.Contains($"holds {small.Parameters.Count} parameters, this network has {large.Parameters.Count}", error.Message);
    }
}
