using System.CommandLine;
using System.Globalization;
using Goodhart.Runs;
using Goodhart.Studies.Design;

namespace Goodhart.Cli;

/// <summary><c>goodhart design</c>: from a sentence to a reward program, its policy, its lineage and an audit.</summary>
internal static class DesignCommand
{
    private const string Examples = """
        Examples:
          goodhart design --world key-door --task "reach the goal behind the door"
          goodhart design --world my.dll:MyWorld --task "keep the floor clean" --fitness "clean floor" --k 8 --iterations 3
          goodhart design -w key-door --task "reach the goal" --writer chat --model ollama:qwen2.5-coder --transcript chat.jsonl
          goodhart design -w key-door --task "reach the goal" --writer chat --model openai:gpt-4o-mini --price gpt-4o-mini=0.15/0.60 --cost-limit 1
          goodhart design -w key-door --task "reach the goal" --writer chat --model ollama:qwen2.5-coder --method preferences --k 6 --ask
          goodhart design -w key-door --task "reach the goal" --writer replay --transcript chat.jsonl
          goodhart design show runs/20260102-030405-design-key-door
          goodhart design resume runs/20260102-030405-design-key-door

        Writers:
          evolve   Evolutionary search over typed terms: no model, no key, no network.
          chat     A language model. --method eureka: it writes K programs, is told what became of the best, and writes K better ones. text2reward: one program, with
                   examples and your critiques. critic: reviewed before training, failures analysed after it. preferences: programs preferred and rejected, by comparisons.
          script   A scripted stand-in for a language model that reads the same prompts: it shows the loop, and says nothing about models.
          replay   The recorded answers of an earlier run: repeats it without a model.

        Programs run in a box: what they may speak of is shown by goodhart worlds NAME --program; they cannot reach files, network, clock or other memory, nor loop for ever.
        The writer is told the fitness as a number, never how it is computed. A candidate whose reward rises while its fitness does not is flagged, and not picked silently.
        Ctrl-C keeps what was computed; design resume goes on and pays for nothing twice.
        """;

    public static Command Create(Screen screen)
    {
        Option<string?> world = new("--world", "-w") { Description = "Where the policy acts: a name (goodhart worlds), or my.dll:MyWorld.", HelpName = "world" };
        Option<string?> task = new("--task", "-t") { Description = "What is wanted, in a sentence; the world's own task when left out.", HelpName = "sentence" };
        Option<string?> fitness = new("--fitness") { Description = "The world's reward that says how well it was done, summed over an episode; the world's own when left out.", HelpName = "reward" };
        var writer = Given.Word("--writer", "Who writes the programs; evolve when left out.", [.. Enum.GetValues<DesignWriter>().Select(w => (w.ToString().ToLowerInvariant(), w))]);
        var train = Given.Word("--train", "How candidates are trained; by the world when left out.", [("tabular", TrainingChoice.Tabular), ("cem", TrainingChoice.CrossEntropy), ("ppo", TrainingChoice.PolicyGradient), ("features", TrainingChoice.Features)]);
        Option<string?> model = new("--model") { Description = $"The language model: {ChatEndpoint.Help}", HelpName = "model" };
        var method = Given.Word("--method", "How a language model is asked; eureka when left out.", [.. Enum.GetValues<DesignMethod>().Select(m => (m.ToString().ToLowerInvariant(), m))]);
        Option<long?> steps = new("--steps") { Description = "Begin no further iteration after so many environment steps.", HelpName = "n" };
        var isolate = RewardCommand.Isolated();
        Option<string?> transcript = new("--transcript") { Description = "File of answers: recorded to with chat, read from with replay.", HelpName = "file" };
        Option<string?> price = new("--price") { Description = "Price of a million tokens read and written, as in gpt-4o-mini=0.15/0.60; needed for --cost-limit.", HelpName = "model=in/out" };
        Option<double?> costLimit = new("--cost-limit") { Description = "Stop before answers have cost more than this.", HelpName = "cost" };
        Option<int?> perMinute = new("--requests-per-minute") { Description = "Ask the model no more often.", HelpName = "n" };
        Option<int> attempts = new("--attempts") { Description = "Times a failed request to the model is sent, the first included.", HelpName = "n", DefaultValueFactory = _ => 5 };
        Option<string?> initial = new("--initial") { Description = "A reward program that takes the first round's place and is improved from there (chat).", HelpName = "file" };
        Option<bool> ask = new("--ask") { Description = "Ask you: after every round what should change, or with --method preferences which policy is better, by films (chat)." };
        Option<int> samples = new("--k") { Description = "Programs per iteration.", HelpName = "n", DefaultValueFactory = _ => 16 };
        Option<int> iterations = new("--iterations", "-n") { Description = "Iterations.", HelpName = "n", DefaultValueFactory = _ => 5 };
        Option<int> restarts = new("--restarts") { Description = "Independent searches.", HelpName = "n", DefaultValueFactory = _ => 1 };
        Option<int> fresh = new("--fresh-seeds") { Description = "Fresh seeds on which the best candidates are trained again for their final score.", HelpName = "n", DefaultValueFactory = _ => 10 };
        Option<TimeSpan?> time = new("--time") { Description = "Begin no further iteration after this long, as in 00:10:00.", HelpName = "h:m:s" };
        Option<int?> parallel = new("--parallel") { Description = "Trainings at once; as many as there are processors when left out. It changes the time, never the result.", HelpName = "n" };
        var (seed, folder, json, quiet) = (Given.Seed(), Given.Out(), Given.Json(), Given.Quiet());
        var command = new TaughtCommand("design", "Find a reward program for a task: written by search or by a language model, trained on, audited, and kept with its lineage.", Examples)
        {
            world, task, fitness, writer, method, model, samples, iterations, restarts, fresh, train, steps, time, isolate, initial, ask, transcript, price, costLimit, perMinute, attempts, parallel, seed, folder, json, quiet,
            DesignShowCommand.Create(screen),
            DesignResumeCommand.Create(screen),
        };
        command.SetAction((parsed, cancellation) =>
        {
            var named = parsed.GetValue(world) ?? throw new BadInputException("--world is missing: name a world, as in --world key-door. See goodhart design --help.");
            var order = new DesignOrder(StudyRequest.Full(named), parsed.GetValue(task), parsed.GetValue(writer) ?? DesignWriter.Evolve,
                new(parsed.GetValue(samples), parsed.GetValue(iterations), parsed.GetValue(restarts), parsed.GetValue(seed) ?? 1, FreshSeeds: parsed.GetValue(fresh), Steps: parsed.GetValue(steps), Time: parsed.GetValue(time)))
            {
                Fitness = parsed.GetValue(fitness),
                Train = parsed.GetValue(train) ?? TrainingChoice.ByWorld,
                Method = parsed.GetValue(method) ?? DesignMethod.Eureka,
                Isolated = parsed.GetValue(isolate) == Isolation.Process,
                Model = parsed.GetValue(model),
                Transcript = Full(parsed.GetValue(transcript)),
                Initial = Full(parsed.GetValue(initial)),
                Ask = parsed.GetValue(ask),
                Price = parsed.GetValue(price),
                CostLimit = parsed.GetValue(costLimit),
                RequestsPerMinute = parsed.GetValue(perMinute),
                Attempts = parsed.GetValue(attempts),
            };
            var (request, client) = order.Checked().Build();   // a mistake should leave no folder behind
            client?.Dispose();
            request.Checked();
            using var run = RunFolder.Create(parsed.GetRequiredValue(folder), "design-" + Short(named), order, order.Options.Seed, TimeProvider.System);
            return Task.FromResult(DesignGo.Run(screen, order, run, parsed.GetValue(parallel), parsed.GetValue(json), parsed.GetValue(quiet), cancellation));
        });
        return command;
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);

    private static string Short(string world) => world[(world.LastIndexOf(':') + 1)..].ToLower(CultureInfo.InvariantCulture);
}
