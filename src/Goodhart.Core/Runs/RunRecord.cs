using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goodhart.Runs;

/// <summary>How far a run came.</summary>
public enum RunStatus { Running, Finished, Interrupted, Failed }

/// <summary>What a run was started with: the content of run.json.</summary>
/// <param name="Name">The run's name as given.</param>
/// <param name="Status">Running also where a process was killed.</param>
/// <param name="Seed">Seed of everything random in it.</param>
/// <param name="Started">UTC.</param>
/// <param name="Ended">UTC; null while running.</param>
/// <param name="Options">The options as JSON.</param>
/// <param name="Versions">Of goodhart, .NET, the operating system and the processor architecture.</param>
/// <param name="Commit">Git commit of the library, if its build knew it.</param>
/// <param name="CommandLine">Arguments of the process.</param>
public sealed record RunRecord(
    string Name, RunStatus Status, ulong Seed, DateTimeOffset Started, DateTimeOffset? Ended, JsonElement Options,
    IReadOnlyDictionary<string, string> Versions, string? Commit, IReadOnlyList<string> CommandLine)
{
    /// <summary>Numbers keep every digit, enumerations are words, and infinity has a name, so that options survive the way to disk and back.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The options as they were given to <see cref="RunFolder.Create(string, string, object, ulong, TimeProvider)"/>.</summary>
    public T OptionsAs<T>() => Options.Deserialize<T>(Json) ?? throw new JsonException($"The options of run '{Name}' are null.");

    internal static RunRecord Start(string name, object options, ulong seed, DateTimeOffset now)
    {
        var version = typeof(RunRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        var versions = new Dictionary<string, string>
        {
            ["goodhart"] = plus < 0 ? version : version[..plus],
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["os"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        };
        return new(name, RunStatus.Running, seed, now, null, JsonSerializer.SerializeToElement(options, options.GetType(), Json),
            versions, plus < 0 ? null : version[(plus + 1)..], Environment.GetCommandLineArgs());
    }
}
