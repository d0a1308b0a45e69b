using System.Reflection;
using System.Runtime.Loader;

namespace Goodhart.Design;

/// <summary>Layer 5: where one program is loaded. It finds the framework's core and nothing else, and goes when nobody uses the program any more.</summary>
/// <param name="walled">False finds whatever the host finds.</param>
internal sealed class ProgramContext(bool walled) : AssemblyLoadContext("reward program", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName name) =>
        !walled || name.Name == "System.Runtime" ? null : throw new FileNotFoundException($"A reward program has no assembly '{name.Name}'.");
}
