using Goodhart.Design;
using Goodhart.Worlds;

namespace Goodhart.Cli;

/// <summary>A reward as the command line names it: a program in a file, or one of the world's own by name.</summary>
internal sealed class RewardSource : IDisposable
{
    private readonly Func<IReward<Transitions>> make;

    private RewardSource(Func<IReward<Transitions>> make, RewardProgram? program) => (this.make, Program) = (make, program);

    /// <summary>The compiled program; null for a reward of the world's.</summary>
    public RewardProgram? Program { get; }

    /// <summary>A reward object of its own, with no memory of another's episodes.</summary>
    public IReward<Transitions> Reward() => make();

    /// <exception cref="BadInputException">There is no such file or reward, or the program does not compile; its diagnostics have been written then.</exception>
    public static RewardSource Of(string text, WorldEntry world, Screen screen, bool isolated = false)
    {
        if (!File.Exists(text)) return Named(text, world);
        var (program, contract) = (File.ReadAllText(text), RewardContract.Of(world.Create(1).Schema));
        var compiled = isolated ? new ProgramIsolation().Compile(program, contract) : new RewardCompiler().Compile(program, contract);
        if (compiled.Program is { } ready) return new(() => ready.ToReward(Path.GetFileNameWithoutExtension(text)), ready);
        foreach (var diagnostic in compiled.Diagnostics)
            screen.Err.WriteLine($"{text}({diagnostic.Line},{diagnostic.Column}): {diagnostic.Id}: {diagnostic.Message} {diagnostic.Suggestion}".TrimEnd());
        throw new BadInputException($"'{text}' is no reward program for world '{world.Name}': {compiled.Diagnostics.Count} mistake{(compiled.Diagnostics.Count == 1 ? "" : "s")}, the first in line {compiled.Diagnostics[0].Line}.");
    }

    public void Dispose() => Program?.Dispose();

    private static RewardSource Named(string name, WorldEntry world)
    {
        if (name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".csx", StringComparison.OrdinalIgnoreCase)) throw new BadInputException($"There is no file '{name}'.");
        var rewards = world.Create(1).Rewards;
        return rewards.FirstOrDefault(r => r.Name == name) is { } own ? new(() => own, null)
            : throw new BadInputException($"'{name}' is neither a file nor a reward of world '{world.Name}'.{Nearest.Hint(name, [.. rewards.Select(r => r.Name)])}");
    }
}
