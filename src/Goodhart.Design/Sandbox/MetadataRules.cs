using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Goodhart.Design;

/// <summary>Something in the compiled program that is not on the list.</summary>
/// <param name="Id">Of the diagnostic.</param>
/// <param name="Method">The user's method, where one is to blame.</param>
/// <param name="Message">What it is.</param>
/// <param name="Suggestion">What to write instead.</param>
internal sealed record MetadataFinding(string Id, string? Method, string Message, string Suggestion = "");

/// <summary>Layer 3: judges what will really run, the metered program as metadata and instructions, by lists of its own.</summary>
internal sealed class MetadataRules
{
    /// <summary>Bytes of variables and arguments of one call; the meter asks for room on the stack, which is 64 kB at least, once calls are nested.</summary>
    private const long frameBytes = 8192;

    private static readonly HashSet<string> attributes = new(StringComparer.Ordinal)
    {
        "System.Reflection.DefaultMemberAttribute", "System.Runtime.CompilerServices.CompilerGeneratedAttribute", "System.Runtime.CompilerServices.IsReadOnlyAttribute",
        "System.Runtime.CompilerServices.TupleElementNamesAttribute", "System.Runtime.CompilerServices.RefSafetyRulesAttribute",
    };

    private readonly MetadataReader metadata;
    private readonly PEReader image;
    private readonly Signatures signatures;
    private readonly HashSet<string> types;
    private readonly bool listed;
    private readonly List<MetadataFinding> findings = [];

    private MetadataRules(PEReader image, IEnumerable<string> types, bool listed)
    {
        (this.image, metadata, this.types, this.listed) = (image, image.GetMetadataReader(), new(types, StringComparer.Ordinal), listed);
        signatures = new(metadata);
    }

    /// <summary>What is not allowed in an image.</summary>
    /// <param name="image">The compiled program.</param>
    /// <param name="types">Types it may define: ours and those of its contract.</param>
    /// <param name="listed">Whether the list of the framework's members is up.</param>
    public static IReadOnlyList<MetadataFinding> Check(byte[] image, IEnumerable<string> types, bool listed)
    {
        using var reader = new PEReader(ImmutableArray.Create(image));
        var rules = new MetadataRules(reader, types, listed);
        try
        {
            rules.Tables();
            rules.References();
            foreach (var handle in rules.metadata.TypeDefinitions) rules.Type(handle);
            foreach (var handle in rules.metadata.MethodDefinitions) rules.Method(handle);
        }
        catch (BadImageFormatException refused)
        {
            rules.findings.Add(new("RP0501", null, $"The compiled program holds {refused.Message}."));
        }

        return rules.findings;
    }

    private void Tables()
    {
        (TableIndex Table, string What)[] empty =
        [
            (TableIndex.ModuleRef, "a reference to native code"), (TableIndex.ImplMap, "a call of native code"),
            (TableIndex.FieldRva, "raw data"), (TableIndex.FieldLayout, "an explicit layout"),
            (TableIndex.FieldMarshal, "marshalling"), (TableIndex.ExportedType, "an exported type"),
            (TableIndex.ManifestResource, "a resource"), (TableIndex.File, "a file"),
            (TableIndex.DeclSecurity, "a security declaration"), (TableIndex.Event, "an event"),
            (TableIndex.MethodImpl, "an explicit implementation"), (TableIndex.InterfaceImpl, "an interface"),
        ];
        foreach (var (table, what) in empty)
            if (metadata.GetTableRowCount(table) > 0) findings.Add(new("RP0502", null, $"The compiled program holds {what}."));
        foreach (var attribute in metadata.CustomAttributes.Select(metadata.GetCustomAttribute))
        {
            var name = attribute.Constructor.Kind == HandleKind.MemberReference && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                ? signatures.Name((TypeReferenceHandle)parent) : "one of its own";
            if (listed && !attributes.Contains(name)) findings.Add(new("RP0505", null, $"The compiled program holds the attribute {name}."));
        }
    }

    private void References()
    {
        foreach (var reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
            if (listed && metadata.GetString(reference.Name) != "System.Runtime") findings.Add(new("RP0501", null, $"The compiled program refers to the assembly {metadata.GetString(reference.Name)}."));
        foreach (var handle in metadata.TypeReferences)
            if (listed && !AllowedApi.Members.Contains(signatures.Name(handle))) findings.Add(new("RP0501", null, $"The compiled program refers to the type {signatures.Name(handle)}."));
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MemberRef); row++) Member(MetadataTokens.MemberReferenceHandle(row));
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
            metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).DecodeSignature(signatures, null);
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var method = metadata.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)).Method;
            if (method.Kind != HandleKind.MethodDefinition) findings.Add(new("RP0501", null, "The compiled program calls a generic method of another assembly."));
        }
    }

    private void Member(MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        var owner = member.Parent.Kind switch
        {
            HandleKind.TypeReference => signatures.Name((TypeReferenceHandle)member.Parent),
            HandleKind.TypeSpecification => Bare(metadata.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(signatures, null).Name),
            _ => "?",
        };
        var signature = member.GetKind() == MemberReferenceKind.Method ? Signatures.Text(member.DecodeMethodSignature(signatures, null)) : member.DecodeFieldSignature(signatures, null).Name;
        var name = $"{owner}::{metadata.GetString(member.Name)} {signature}";
        if (listed && !AllowedApi.Members.Contains(name)) findings.Add(new("RP0501", null, $"The compiled program refers to the member {name}."));
    }

    private static string Bare(string name) => name.IndexOf('<', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;

    private void Type(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var (name, own) = (signatures.Name(handle), metadata.GetString(type.Name));
        var generated = name.Contains('/', StringComparison.Ordinal) && (own.StartsWith("<>c", StringComparison.Ordinal) || own == "<>O");
        if (!generated && !types.Contains(name)) findings.Add(new("RP0502", null, $"The compiled program defines the type {name}.", "Write methods and constants only."));
        if ((type.Attributes & TypeAttributes.LayoutMask) == TypeAttributes.ExplicitLayout || !type.GetLayout().IsDefault) findings.Add(new("RP0502", null, $"The type {name} has a layout of its own."));
        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            if ((field.Attributes & (FieldAttributes.Static | FieldAttributes.Literal)) == FieldAttributes.Static && !generated)
                findings.Add(new("RP0502", null, $"The static field {metadata.GetString(field.Name)} outlives a call.", "Write const for a number that never changes."));
            field.DecodeSignature(signatures, null);
        }
    }

    private void Method(MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var (name, owner) = (metadata.GetString(method.Name), signatures.Name(method.GetDeclaringType()));
        var generated = owner.Contains('/', StringComparison.Ordinal);
        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0 || (method.ImplAttributes & ~MethodImplAttributes.AggressiveInlining) != 0 || method.RelativeVirtualAddress == 0)
            findings.Add(new("RP0506", User(name), $"The method {name} has no body of its own."));
        if ((name == ".cctor" && !generated) || name == "Finalize" || (method.Attributes & MethodAttributes.Virtual) != 0)
            findings.Add(new("RP0506", User(name), $"The method {name} would run by itself."));
        if (method.GetGenericParameters().Count > 0 && name is not (ProgramTemplate.Leave or ProgramTemplate.Made)) findings.Add(new("RP0506", User(name), $"The method {name} is generic."));
        var arguments = method.DecodeSignature(signatures, null).ParameterTypes.Sum(p => p.Bytes);
        if (method.RelativeVirtualAddress != 0) Body(User(name), image.GetMethodBody(method.RelativeVirtualAddress), arguments);
    }

    private void Body(string? method, MethodBodyBlock body, long arguments)
    {
        if (body.ExceptionRegions.Length > 0) findings.Add(new("RP0506", method, "The compiled program catches exceptions.", "Guard instead, for example the denominator."));
        var bytes = arguments + 8L * body.MaxStack;
        if (!body.LocalSignature.IsNil) bytes += metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(signatures, null).Sum(l => l.Bytes);
        if (bytes > frameBytes)
            findings.Add(new("RP0504", method, $"A call of '{method}' takes {bytes} bytes of variables; it may take {frameBytes}.", "Use fewer variables and tuples, or an array."));
        if (Instructions.Forbidden(body.GetILBytes() ?? [], metadata) is { } instruction) findings.Add(new("RP0503", method, $"The compiled program holds the instruction {instruction}."));
    }

    /// <summary>The user's method behind a name such as <c>&lt;Reward&gt;b__0</c>.</summary>
    private static string User(string name) => name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : name;
}
