using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Goodhart.Design;

/// <summary>A type as metadata names it, and the bytes a variable of it takes on the stack.</summary>
/// <param name="Name">Full name with type arguments.</param>
/// <param name="Bytes">On a 64-bit machine.</param>
internal readonly record struct SignatureType(string Name, long Bytes);

/// <summary>Reads signatures as text, so that two can be compared; pointers, pinned variables, modifiers and multi-dimensional arrays are refused on the way.</summary>
internal sealed class Signatures(MetadataReader metadata) : ISignatureTypeProvider<SignatureType, object?>
{
    /// <summary>What an assembly offers: "type" and "type::name signature".</summary>
    public static ImmutableHashSet<string> Declared(PEReader image)
    {
        var metadata = image.GetMetadataReader();
        var (reader, found) = (new Signatures(metadata), ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal));
        foreach (var handle in metadata.TypeDefinitions)
        {
            var definition = metadata.GetTypeDefinition(handle);
            if ((definition.Attributes & System.Reflection.TypeAttributes.Public) == 0) continue;
            var type = reader.Name(handle);
            found.Add(type);
            foreach (var m in definition.GetMethods().Select(metadata.GetMethodDefinition))
                found.Add($"{type}::{metadata.GetString(m.Name)} {Text(m.DecodeSignature(reader, null))}");
            foreach (var f in definition.GetFields().Select(metadata.GetFieldDefinition))
                found.Add($"{type}::{metadata.GetString(f.Name)} {f.DecodeSignature(reader, null).Name}");
        }

        return found.ToImmutable();
    }

    public static string Text(MethodSignature<SignatureType> s) =>
        $"{(s.Header.IsInstance ? "instance " : "")}{s.Header.CallingConvention} {s.ReturnType.Name}`{s.GenericParameterCount}({string.Join(',', s.ParameterTypes.Select(p => p.Name))})";

    public string Name(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var own = type.Namespace.IsNil ? metadata.GetString(type.Name) : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{Name(outer)}/{own}" : own;
    }

    public string Name(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var own = type.Namespace.IsNil ? metadata.GetString(type.Name) : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? $"{Name((TypeReferenceHandle)type.ResolutionScope)}/{own}" : own;
    }

    public SignatureType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var name = Name(handle);
        if (rawTypeKind != (byte)SignatureTypeKind.ValueType) return new(name, 8);
        var fields = reader.GetTypeDefinition(handle).GetFields().Select(reader.GetFieldDefinition).Where(f => (f.Attributes & System.Reflection.FieldAttributes.Static) == 0);
        return new(name, fields.Sum(f => f.DecodeSignature(this, null).Bytes));
    }

    public SignatureType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        new(Name(handle), rawTypeKind == (byte)SignatureTypeKind.ValueType ? 64 : 8);

    public SignatureType GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public SignatureType GetGenericInstantiation(SignatureType type, ImmutableArray<SignatureType> arguments) =>
        new($"{type.Name}<{string.Join(',', arguments.Select(a => a.Name))}>", type.Bytes == 64 ? arguments.Sum(a => Math.Max(8, a.Bytes)) : 8);

    public SignatureType GetPrimitiveType(PrimitiveTypeCode code) => new("System." + code, 8);

    public SignatureType GetSZArrayType(SignatureType element) => new(element.Name + "[]", 8);

    public SignatureType GetByReferenceType(SignatureType element) => new(element.Name + "&", 8);

    public SignatureType GetGenericMethodParameter(object? context, int index) => new("!!" + index, 16);

    public SignatureType GetGenericTypeParameter(object? context, int index) => new("!" + index, 8);

    public SignatureType GetArrayType(SignatureType element, ArrayShape shape) => throw new BadImageFormatException("a multi-dimensional array");

    public SignatureType GetFunctionPointerType(MethodSignature<SignatureType> signature) => throw new BadImageFormatException("a function pointer");

    public SignatureType GetModifiedType(SignatureType modifier, SignatureType unmodified, bool isRequired) => throw new BadImageFormatException("a modified type");

    public SignatureType GetPinnedType(SignatureType element) => throw new BadImageFormatException("a pinned variable");

    public SignatureType GetPointerType(SignatureType element) => throw new BadImageFormatException("a pointer");
}
