using System.CommandLine;

namespace Goodhart.Cli;

/// <summary>Where a reward program runs.</summary>
internal enum Isolation { None, Process }

/// <summary><c>goodhart reward …</c>: looks at, tests, compares and runs rewards before anything is trained on them.</summary>
internal static class RewardCommand
{
    /// <summary>What a reward program looks like, for every subcommand's help.</summary>
    public const string Program = """

        A reward program is a C# file that holds the members of a class, one of them the entry:

          double Reward(Obs before, Act action, Obs after, Parts parts)
          {
              double near = Math.Exp(-Math.Abs(after.X - World.GoalX) / 2);
              parts["near"] = near;
              return near;
          }

        What Obs, Act and World hold: goodhart worlds NAME --program. In place of a file, the name of one of the world's rewards will do.
        """;

    public static Command Create(Screen screen) => new TaughtCommand("reward", "Look at, test, compare and run rewards before anything is trained on them.", $"""
        Examples:
          goodhart reward lint reward.cs --world key-door
          goodhart reward test reward.cs orderings.jsonl --world key-door
          goodhart reward diff old.cs new.cs --world key-door
          goodhart reward inform reward.cs --world key-door --truth "sparse goal"
          goodhart reward run reward.cs --world key-door
          goodhart reward train pairs.jsonl --from-scratch tiny --out helpful
          goodhart reward score helpful answers.jsonl
          goodhart reward bench scores.jsonl --spec rewardbench-v2
          goodhart reward probe length pairs.jsonl
        {Program}
        """)
    {
        RewardLintCommand.Create(screen),
        RewardTestCommand.Create(screen),
        RewardDiffCommand.Create(screen),
        RewardInformCommand.Create(screen),
        RewardRunCommand.Create(screen),
        RewardTrainCommand.Create(screen),
        RewardScoreCommand.Create(screen),
        RewardBenchCommand.Create(screen),
        RewardProbeCommand.Create(screen),
    };

    public static Argument<string> Reward(string name = "reward") => new(name) { Description = "A reward program (.cs), or the name of a reward of the world." };

    public static Option<string> World() => new("--world", "-w") { Description = "The world it is for: a name, or my.dll:MyWorld.", HelpName = "world", Required = true };

    public static Option<Isolation?> Isolated() => Given.Word("--isolate", "Where a program runs: behind the walls of the box in this process, or in a process of its own with limits, for programs of unknown origin.",
        ("none", Isolation.None), ("process", Isolation.Process));

    public static Option<double> Gamma() => new("--gamma") { Description = "Discount of the objective, in [0, 1).", HelpName = "γ", DefaultValueFactory = _ => 0.99 };
}
