using System.Security.Cryptography;
using System.Text.Json;
using Goodhart.Audit;
using Goodhart.Runs;
using Goodhart.Studies;

namespace Goodhart.Cli;

/// <summary>What <c>goodhart run</c> was asked for; it is kept in run.json, so that <c>--resume</c> builds the same study.</summary>
/// <param name="Study">Name of a study that comes with goodhart, or the full path of a study file.</param>
/// <param name="Sha256">Of the file, so that a changed file is not mistaken for the run's.</param>
/// <param name="World">World that replaces the file's; an assembly by its full path.</param>
/// <param name="Seed">First seed, where given.</param>
/// <param name="Seeds">Repetitions, where given.</param>
internal sealed record StudyRequest(string Study, string? Sha256, string? World, ulong? Seed, int? Seeds)
{
    /// <exception cref="BadInputException">There is neither such a study nor such a file.</exception>
    public static StudyRequest Of(string study, string? world, ulong? seed, int? seeds)
    {
        if (IsFile(study))
        {
            if (!File.Exists(study)) throw new BadInputException($"There is no study file '{study}'.");
            return new(Path.GetFullPath(study), Hash(study), world is null ? null : Full(world), seed, seeds);
        }

        try
        {
            StudyCatalogue.Find(study);
        }
        catch (ArgumentException unknown)
        {
            throw new BadInputException($"{unknown.Message} A study of yours is a file that ends in .yaml.");
        }

        if (world is not null) throw new BadInputException($"--world goes with a study file; '{study}' has its own world.");
        return new(study, null, null, seed, seeds);
    }

    /// <exception cref="BadInputException">The run is not a study's, or its file is gone or changed.</exception>
    public static StudyRequest Of(RunFolder run)
    {
        StudyRequest? request = null;
        try
        {
            request = run.Record.OptionsAs<StudyRequest>();
        }
        catch (JsonException)
        {
            // Some other command's options.
        }

        if (request?.Study is null) throw new BadInputException($"'{run.Path}' is not a run of a study, so it cannot be resumed.");
        if (request.Sha256 is not { } hash) return request;
        if (!File.Exists(request.Study)) throw new BadInputException($"The run's study file '{request.Study}' is gone.");
        return Hash(request.Study) == hash ? request : throw new BadInputException($"The study file '{request.Study}' has changed since the run began; start a new run.");
    }

    /// <summary>The study, and the verdict that its file wants to fail on.</summary>
    public (Study Study, Verdict? FailOn) Build(CancellationToken cancellation)
    {
        if (!IsFile(Study))
        {
            var builtin = StudyCatalogue.Find(Study).Create();
            return (builtin with { Seed = Seed ?? builtin.Seed, Seeds = Seeds ?? builtin.Seeds, Command = Command(Seed ?? builtin.Seed, Seeds ?? builtin.Seeds) }, null);
        }

        var file = StudyFile.Read(Study);
        file = file with { Seed = Seed ?? file.Seed, Seeds = Seeds ?? file.Seeds, World = World is null ? file.World : WorldReference.Parse(World, Environment.CurrentDirectory) };
        var study = file.Build(cancellation);
        return (study with { Command = Command(study.Seed, study.Seeds) }, file.FailOn);
    }

    private string Command(ulong seed, int seeds) => $"goodhart run {Study}{(World is null ? "" : $" --world {World}")} --seed {seed} --seeds {seeds}";

    private static bool IsFile(string study) => study.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || study.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>An assembly is named relative to where the command was typed, and a run may be resumed from elsewhere.</summary>
    public static string Full(string world)
    {
        try
        {
            var reference = WorldReference.Parse(world, Environment.CurrentDirectory);
            return reference.Assembly is { } assembly ? $"{assembly}:{reference.Name}" : reference.Name;
        }
        catch (FormatException e)
        {
            throw new BadInputException($"--world: {e.Message}");
        }
    }
}
