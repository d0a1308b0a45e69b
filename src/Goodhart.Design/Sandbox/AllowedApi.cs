using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Design;

/// <summary>The part of the framework that exists for a reward program: one source text, compiled as a stand-in for System.Runtime.</summary>
/// <remarks>It holds arithmetic, arrays, tuples and delegates. Files, clocks, threads, reflection and randomness cannot be named because they are not there.</remarks>
public static class AllowedApi
{
    private static readonly Lazy<string> text = new(Read);
    private static readonly Lazy<byte[]> image = new(Emit);
    private static readonly Lazy<MetadataReference> reference = new(() => MetadataReference.CreateFromImage(image.Value));
    private static readonly Lazy<ImmutableHashSet<string>> members = new(() => Signatures.Declared(new PEReader(ImmutableArray.Create(image.Value))));

    /// <summary>Everything a program can name, as C#.</summary>
    public static string Text => text.Value;

    /// <summary>Of <see cref="Text"/>; part of what a compiled program is cached by.</summary>
    public static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..16];

    internal static MetadataReference Reference => reference.Value;

    /// <summary>Full names of its types, and its members as "type::name signature".</summary>
    internal static ImmutableHashSet<string> Members => members.Value;

    private static string Read()
    {
        using var stream = typeof(AllowedApi).Assembly.GetManifestResourceStream("AllowedApi.cs")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static byte[] Emit()
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true, publicSign: true)
            .WithCryptoPublicKey([.. Assembly.Load("System.Runtime").GetName().GetPublicKey()!]);
        var compilation = CSharpCompilation.Create("System.Runtime", [CSharpSyntaxTree.ParseText(Text)], [], options);
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        return emitted.Success ? stream.ToArray()
            : throw new InvalidOperationException("AllowedApi.cs does not compile: " + emitted.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error));
    }
}
