using System.Text.Json;
using Goodhart.Design;
using Goodhart.Design.Evolution;
using Goodhart.Papers;
using Goodhart.Runs;
using Goodhart.Studies.Design;
using Goodhart.Worlds;
using Microsoft.Extensions.AI;

namespace Goodhart.Cli;

/// <summary>Who writes the programs.</summary>
internal enum DesignWriter
{
    /// <summary>Evolutionary search over typed terms.</summary>
    Evolve,

    /// <summary>A language model.</summary>
    Chat,

    /// <summary>A scripted stand-in for a language model.</summary>
    Script,

    /// <summary>Recorded answers of a language model, from a transcript.</summary>
    Replay,
}

/// <summary>How a language model is asked.</summary>
internal enum DesignMethod
{
    /// <summary>K programs per iteration, the best one's training told back in words.</summary>
    Eureka,

    /// <summary>One program, with examples and critiques.</summary>
    Text2Reward,

    /// <summary>A designer, a critic before training and an analyzer after it.</summary>
    Critic,

    /// <summary>Programs preferred and rejected, by few comparisons of policies.</summary>
    Preferences,
}

/// <summary>What the command line asks of a design, as it is kept in the run's record, so that it can be asked again.</summary>
/// <param name="World">A world's name; an assembly by its full path.</param>
/// <param name="Task">The sentence; the world's own when null.</param>
/// <param name="Writer">Who writes.</param>
/// <param name="Options">How much to spend.</param>
internal sealed record DesignOrder(string World, string? Task, DesignWriter Writer, DesignOptions Options)
{
    /// <summary>Reward of the world that is the fitness; the task's own when null.</summary>
    public string? Fitness { get; init; }

    /// <summary>How candidates are trained.</summary>
    public TrainingChoice Train { get; init; }

    /// <summary>How the model is asked.</summary>
    public DesignMethod Method { get; init; }

    /// <summary>Candidates run in processes of their own.</summary>
    public bool Isolated { get; init; }

    /// <summary>The model, as <see cref="ChatEndpoint.Parse"/> reads it.</summary>
    public string? Model { get; init; }

    /// <summary>Transcript to record to, or to replay from.</summary>
    public string? Transcript { get; init; }

    /// <summary>File of a program to begin from.</summary>
    public string? Initial { get; init; }

    /// <summary>A person is asked after every round.</summary>
    public bool Ask { get; init; }

    public double? CostLimit { get; init; }

    public string? Price { get; init; }

    public int? RequestsPerMinute { get; init; }

    /// <summary>Times a failed request is sent, the first included.</summary>
    public int Attempts { get; init; } = 5;

    /// <exception cref="BadInputException">The run is not a design's.</exception>
    public static DesignOrder Of(RunFolder run)
    {
        try
        {
            return run.Record.OptionsAs<DesignOrder>() is { World: not null, Options: not null } order ? order : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new BadInputException($"'{run.Path}' is not a run of a design, so it cannot be resumed.");
        }
    }

    /// <summary>Itself, where its options go together.</summary>
    /// <exception cref="BadInputException">An option is missing or belongs to another writer.</exception>
    public DesignOrder Checked()
    {
        var chat = Writer == DesignWriter.Chat;
        if (chat && Model is null) throw new BadInputException("--writer chat needs a --model, as in --model ollama:qwen2.5-coder.");
        if (!chat && Model is not null) throw new BadInputException($"--model goes with --writer chat; the writer is {Writer.ToString().ToLowerInvariant()}.");
        if (Writer == DesignWriter.Replay && Transcript is null) throw new BadInputException("--writer replay needs the --transcript of an earlier run.");
        if (Writer == DesignWriter.Evolve && (Transcript ?? Initial) is not null) throw new BadInputException("--transcript and --initial go with a language model; the writer is evolve.");
        if (Writer == DesignWriter.Script && Transcript is not null) throw new BadInputException("--transcript goes with --writer chat or replay; the writer is script.");
        if (Method != DesignMethod.Eureka && Writer is not (DesignWriter.Chat or DesignWriter.Replay)) throw new BadInputException($"--method goes with --writer chat or replay; the writer is {Writer.ToString().ToLowerInvariant()}.");
        if (Method != DesignMethod.Eureka && Initial is not null) throw new BadInputException("--initial goes with --method eureka.");
        if (CostLimit is not null && Price is null) throw new BadInputException("--cost-limit needs the model's --price, as in --price gpt-4o-mini=0.15/0.60.");
        if (Initial is not null && !File.Exists(Initial)) throw new BadInputException($"There is no file '{Initial}'.");
        return this;
    }

    /// <summary>Everything the library needs; the client, where there is one, is the caller's to dispose.</summary>
    /// <param name="parallel">Trainings at once.</param>
    /// <param name="ask">Where a person is asked: what is read and what is written to; null where nobody is.</param>
    /// <param name="films">Folder for films that a person compares.</param>
    /// <param name="notice">Told of waits of the model's endpoint.</param>
    /// <exception cref="ArgumentException">The order does not fit the world.</exception>
    public (DesignRequest Request, IChatClient? Client) Build(int? parallel = null, (TextReader Input, TextWriter Output)? ask = null, string films = "", IProgress<string>? notice = null)
    {
        var entry = WorldCatalogue.Find(World);
        var task = Wanted(entry);
        var client = Client(notice);
        var designer = client is null ? new EvolutionaryDesigner() : Designer(entry, client, ask, films);
        // Giving a training up by its fitness would tell the designer of it, which preferences must not.
        var options = Method == DesignMethod.Preferences ? Options with { GiveUp = false } : Options;
        var request = new DesignRequest(entry, task, Trainings.For(entry, task, Train), designer, options) { Isolated = Isolated };
        return (parallel is { } degree ? request with { Parallel = degree } : request, client);
    }

    private IDesigner Designer(WorldEntry entry, IChatClient client, (TextReader Input, TextWriter Output)? ask, string films) => Method switch
    {
        DesignMethod.Text2Reward => new Text2RewardDesigner(client, new() { Examples = Text2RewardExamples.OfWorlds(), Critic = ask is { } a ? ProgramCritic.FromConsole(a.Input, a.Output) : null }),
        DesignMethod.Critic => new CriticDesigner(client, client, client),
        DesignMethod.Preferences => new InContextPreferenceDesigner(client, ask is { } a ? WatchingJudge.FromConsole(new(entry, films), a.Input, a.Output) : PolicyJudge.Proxy()),
        _ => new EurekaDesigner(client, new(Initial: Initial is null ? null : File.ReadAllText(Initial), Person: ask is { } a ? HumanReflection.FromConsole(a.Input, a.Output) : null)),
    };

    private DesignTask Wanted(WorldEntry entry)
    {
        if (Fitness is null)
            return entry.Task is { } own ? own with { Sentence = Task ?? own.Sentence }
                : throw new ArgumentException($"World '{entry.Name}' does not say what is wanted from it. Name one of its rewards as the fitness: --fitness {string.Join(" | ", entry.Rewards.Select(r => $"\"{r}\""))}.");
        var reward = entry.Create(1).Rewards.FirstOrDefault(r => r.Name == Fitness)
            ?? throw new ArgumentException($"World '{entry.Name}' has no reward '{Fitness}'.{Nearest.Hint(Fitness, entry.Rewards.ToArray())}");
        var sentence = Task ?? entry.Task?.Sentence ?? throw new ArgumentException("The task is missing: say in a sentence what is wanted, as in --task \"reach the goal behind the door\".");
        return new("own", sentence, HeldOut<Transitions>.Of(reward), entry.Task?.Success, entry.Task?.HumanReward, entry.Task?.Cheats);
    }

    private IChatClient? Client(IProgress<string>? notice)
    {
        if (Writer == DesignWriter.Evolve) return null;
        if (Writer == DesignWriter.Script) return new EurekaScript().Chat(Options.Seed);
        var prices = Price is null ? null : new Dictionary<string, ChatPrice> { [ChatPrice.Parse(Price).Model] = ChatPrice.Parse(Price).Price };
        return new ChatSetup(Model, Transcript, Writer == DesignWriter.Replay, new(RequestsPerMinute: RequestsPerMinute, Cost: CostLimit, Prices: prices), new(Attempts)).Open(new(Options.Seed), progress: notice);
    }
}
