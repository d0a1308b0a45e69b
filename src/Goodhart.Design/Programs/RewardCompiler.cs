using System.Security.Cryptography;
using System.Text;

namespace Goodhart.Design;

/// <summary>Turns a program's text into a checked, metered, unloadable reward.</summary>
/// <remarks>
/// Several threads may compile at once. What was compiled or refused before, by any compiler of the same limits, is not compiled again; every call returns a
/// program of its own, loaded anew. Modifiers such as <c>public static</c> are accepted on methods and mean nothing; <c>using System;</c> before the first
/// member is accepted too, <c>readonly double</c> is read as <c>const double</c> and <c>1.5f</c> as 1.5; a class around the members is refused.
/// </remarks>
public sealed class RewardCompiler
{
    private static readonly ImageCache cache = new();
    private readonly ProgramLimits limits;
    private readonly SandboxLayers layers;

    public RewardCompiler(ProgramLimits? limits = null) : this(limits, SandboxLayers.All) { }

    internal RewardCompiler(ProgramLimits? limits, SandboxLayers layers) => (this.limits, this.layers) = (limits ?? new(), layers);

    internal SandboxLayers Layers => layers;

    /// <summary>Compiles a program for a world.</summary>
    /// <param name="text">The members of the program; see <see cref="RewardProgram"/>.</param>
    /// <param name="contract">What it may speak of.</param>
    public Compiled Compile(string text, RewardContract contract)
    {
        ArgumentNullException.ThrowIfNull(text);
        var normal = text.ReplaceLineEndings("\n");
        var key = Hash($"{AllowedApi.Hash} {contract.Hash} {limits} {layers}\n{normal}");
        var (image, findings) = cache.Get(key, () => ProgramPipeline.Run(normal, contract, limits, layers));
        return new(image is null ? null : new(text, Hash(normal.Trim())[..16], contract, limits, image), findings);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
