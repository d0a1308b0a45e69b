using CsCheck;
using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class DualSimplexTests
{
    [Fact]
    public void Solve_ACornerByHand()
    {
        // min 2x + 3y with x + y ≥ 4, x ≤ 3, y ≤ 5: x = 3, y = 1.
        var simplex = new DualSimplex([2, 3], [3, 5]);
        simplex.AtMost([-1, -1], -4);
        Assert.Equal([3.0, 1.0], simplex.Solve(out _)!);
    }

    [Fact]
    public void Solve_WhatCostsLessThanNothing_GoesToItsBound()
    {
        // max x + 2y with x + y ≤ 3, both within 2: x = 1, y = 2.
        var simplex = new DualSimplex([-1, -2], [2, 2]);
        simplex.AtMost([1, 1], 3);
        var x = simplex.Solve(out _)!;
        Assert.Equal(1, x[0], 1e-9);
        Assert.Equal(2, x[1], 1e-9);
    }

    [Fact]
    public void Solve_Contradiction_NamesTheRow()
    {
        var simplex = new DualSimplex([1], [1]);
        simplex.AtMost([1], 5);
        simplex.AtMost([-1], -2);   // x ≥ 2, but x ≤ 1
        Assert.Null(simplex.Solve(out var culprit));
        Assert.Equal(1, culprit);
    }

    [Fact]
    public void Constructor_NoMinimum_IsRefused() => Assert.Throws<ArgumentException>(() => new DualSimplex([-1], [double.PositiveInfinity]));

    [Fact]
    public void Solve_RandomPrograms_IsFeasibleAndNoVertexIsBetter() => Gen.Select(Tenths(-10, 10).Array[3], Tenths(-10, 10).Array[3].Array[4], Tenths(-5, 10).Array[4]).Sample((cost, rows, right) =>
    {
        var simplex = new DualSimplex(cost, [1, 1, 1]);
        for (var i = 0; i < 4; i++) simplex.AtMost(rows[i], right[i]);
        var found = simplex.Solve(out _);
        // Every point of a fine grid that is feasible costs at least as much.
        for (var i = 0; i <= 10; i++)
            for (var j = 0; j <= 10; j++)
                for (var k = 0; k <= 10; k++)
                {
                    double[] x = [i / 10.0, j / 10.0, k / 10.0];
                    if (!rows.Zip(right, (row, b) => Dot(row, x) <= b).All(ok => ok)) continue;
                    Assert.NotNull(found);
                    Assert.True(Dot(cost, found) <= Dot(cost, x) + 1e-9);
                }

        if (found is null) return;
        Assert.All(found, value => Assert.InRange(value, -1e-7, 1 + 1e-7));
        for (var i = 0; i < 4; i++) Assert.True(Dot(rows[i], found) <= right[i] + 1e-7);
    }, iter: 300);

    private static Gen<double> Tenths(int low, int high) => Gen.Int[low, high].Select(n => n / 10.0);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
