namespace Goodhart.Cli;

/// <summary>Where the command line opens the folder of a trained model.</summary>
internal static class ModelFolder
{
    /// <summary>The reward model in a folder with config.json; whoever asks disposes it if it can be.</summary>
    /// <exception cref="BadInputException">The folder holds no reward model that can be opened.</exception>
    public static IReward<Completions> OpenReward(string folder) => File.Exists(Path.Combine(folder, "config.json"))
        ? throw new BadInputException($"'{folder}' holds a model that this version cannot run; give its stored scores instead.")
        : throw new BadInputException($"Folder '{folder}' holds no config.json, so it is no reward model.");
}
