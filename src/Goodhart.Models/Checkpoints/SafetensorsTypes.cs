using static TorchSharp.torch;

namespace Goodhart.Models;

/// <summary>Number types of safetensors that have a tensor type here.</summary>
internal static class SafetensorsTypes
{
    /// <summary>In the order of the format's own writer, which puts wider types first.</summary>
    private static readonly (string Name, ScalarType Type, int Bytes)[] All =
    [
        ("I64", ScalarType.Int64, 8),
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("I32", ScalarType.Int32, 4),
        ("BF16", ScalarType.BFloat16, 2),
        ("F16", ScalarType.Float16, 2),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    public static IReadOnlyCollection<string> Names { get; } = [.. All.Select(type => type.Name)];

    public static ScalarType? Find(string name) => Array.FindIndex(All, type => type.Name == name) is >= 0 and var i ? All[i].Type : null;

    public static bool Has(ScalarType type) => Array.Exists(All, known => known.Type == type);

    public static string Name(ScalarType type) => All[Order(type)].Name;

    public static int Bytes(ScalarType type) => All[Order(type)].Bytes;

    /// <summary>Place in a file: wider types first, so that each tensor lies on a multiple of its width.</summary>
    public static int Order(ScalarType type) => Array.FindIndex(All, known => known.Type == type);
}
