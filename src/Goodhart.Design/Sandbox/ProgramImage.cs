using System.Reflection;

namespace Goodhart.Design;

/// <summary>A program that passed every wall but has not been loaded: what the cache holds.</summary>
/// <param name="Bytes">The metered assembly.</param>
/// <param name="Components">Names of its components, by slot.</param>
/// <param name="Memories">Names of its memories, by slot.</param>
/// <param name="UsesMemory">Whether its entry takes a memory.</param>
/// <param name="Allocates">Whether some operation of it takes memory from the heap.</param>
/// <param name="Layers">The walls that were up.</param>
internal sealed record ProgramImage(byte[] Bytes, IReadOnlyList<string> Components, IReadOnlyList<string> Memories, bool UsesMemory, bool Allocates, SandboxLayers Layers)
{
    /// <summary>Loads it into a context of its own and finds its entry.</summary>
    public (ProgramContext Context, ConstructorInfo Entry) Load()
    {
        var context = new ProgramContext(Layers.HasFlag(SandboxLayers.Load | SandboxLayers.Api));
        using var stream = new MemoryStream(Bytes, writable: false);
        return (context, context.LoadFromStream(stream).GetType("__Entry")!.GetConstructors()[0]);
    }
}
