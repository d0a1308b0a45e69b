using System.Text.Json.Serialization;

namespace Goodhart.Audit.Scores;

/// <summary>Serialisation without reflection, so that it survives trimming; an infinite end of an interval is written by name.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ScoreReport))]
[JsonSerializable(typeof(string))]
internal sealed partial class ScoreJson : JsonSerializerContext;
