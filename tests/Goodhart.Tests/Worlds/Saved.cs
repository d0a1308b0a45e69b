using System.Text;
using Goodhart.Worlds;

namespace Goodhart.Tests.Worlds;

/// <summary>Moves worlds through their saved form.</summary>
internal static class Saved
{
    public static void Copy(IWorld from, IWorld to)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) from.Save(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        to.Load(reader);
        Assert.Equal(stream.Length, stream.Position);
    }

    /// <summary>Puts a control world of one copy into a given state: name, count, seed and clock come before the observation.</summary>
    public static TWorld Placed<TWorld>(TWorld world, params ReadOnlySpan<float> observation) where TWorld : IWorld
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        world.Save(writer);
        stream.Position = world.Name.Length + 1 + sizeof(int) + sizeof(ulong) + sizeof(int);
        foreach (var value in observation) writer.Write(value);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        world.Load(reader);
        return world;
    }

    /// <summary>Field values of one copy.</summary>
    public static double[] Row(ReadOnlySpan<float> columns, int count, int copy)
    {
        var row = new double[columns.Length / count];
        for (var f = 0; f < row.Length; f++) row[f] = columns[f * count + copy];
        return row;
    }
}
