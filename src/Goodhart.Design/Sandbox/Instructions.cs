using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Goodhart.Design;

/// <summary>The instructions a program may consist of: arithmetic, branches, locals, fields, arrays, plain calls. No others.</summary>
internal static class Instructions
{
    private static readonly FrozenDictionary<int, OpCode> all = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToFrozenDictionary(o => (int)(ushort)o.Value);

    private static readonly FrozenSet<string> allowed = new[]
    {
        "nop", "dup", "pop", "ret", "ldnull", "switch", "call", "callvirt", "newobj", "newarr", "ldlen", "ldftn", "ldarg", "ldarga", "starg", "ldloc", "ldloca", "stloc",
        "ldc", "br", "brfalse", "brtrue", "beq", "bge", "bgt", "ble", "blt", "bne", "add", "sub", "mul", "div", "rem", "and", "or", "xor", "shl", "shr", "neg", "not",
        "conv", "ceq", "cgt", "clt", "ldfld", "ldflda", "stfld", "ldsfld", "stsfld", "ldelem", "ldelema", "stelem", "ldobj", "stobj", "ldind", "stind", "initobj", "throw", "constrained", "readonly",
    }.ToFrozenSet();

    /// <summary>The first instruction that is not allowed, or null.</summary>
    public static string? Forbidden(ReadOnlySpan<byte> code, MetadataReader metadata)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE && at + 1 < code.Length ? 0xFE00 | code[at + 1] : code[at];
            at += value > 0xFF ? 2 : 1;
            if (!all.TryGetValue(value, out var op)) return $"0x{value:x}";
            var name = op.Name!.Split('.')[0];
            if (!allowed.Contains(name) || op.Name.Contains(".ovf", StringComparison.Ordinal) || (name is "stind" or "ldind" or "stelem" or "ldelem" && op.Name.EndsWith(".i", StringComparison.Ordinal)))
                return op.Name;
            var operand = at;
            at += Length(op, code, at);
            if (name == "ldftn" && !MakesDelegate(code, at, metadata)) return "ldftn";
            if (name is "stsfld" && !IsOfClosure(code, operand, metadata)) return "stsfld";
        }

        return null;
    }

    private static int Length(OpCode op, ReadOnlySpan<byte> code, int at) => op.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(code[at..]),
        _ => 4,
    };

    private static bool MakesDelegate(ReadOnlySpan<byte> code, int at, MetadataReader metadata)
    {
        if (at + 5 > code.Length || code[at] != OpCodes.Newobj.Value) return false;
        var handle = MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(code[(at + 1)..]));
        if (handle.Kind != HandleKind.MemberReference) return false;
        var parent = metadata.GetMemberReference((MemberReferenceHandle)handle).Parent;
        var type = parent.Kind == HandleKind.TypeSpecification ? metadata.GetTypeSpecification((TypeSpecificationHandle)parent).DecodeSignature(new Signatures(metadata), null).Name
            : parent.Kind == HandleKind.TypeReference ? new Signatures(metadata).Name((TypeReferenceHandle)parent) : "";
        return type.StartsWith("System.Func`", StringComparison.Ordinal) || type.StartsWith("System.Action", StringComparison.Ordinal);
    }

    /// <summary>The compiler keeps a lambda that captures nothing in a static field of its own class.</summary>
    private static bool IsOfClosure(ReadOnlySpan<byte> code, int at, MetadataReader metadata)
    {
        var handle = MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(code[at..]));
        return handle.Kind == HandleKind.FieldDefinition
            && metadata.GetString(metadata.GetTypeDefinition(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()).Name).StartsWith('<');
    }
}
