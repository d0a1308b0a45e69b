using System.Globalization;
using Goodhart.Benchmarks;

// One command, one table:   dotnet run -c Release --project benchmarks/Goodhart.Benchmarks
// Some rows only:           … -- cartpole ppo
// Into the README:          … -- --readme README.md
(string Name, Func<Speed> Measure)[] all =
[
    ("cartpole", CartPoleSpeed.Measure),
    ("ppo", PpoSpeed.Measure),
    ("tomato", TomatoSpeed.Measure),
    ("reward", RewardSpeed.Measure),
    ("program", ProgramSpeed.Score),
    ("program", ProgramSpeed.Compile),
    ("program", ProgramSpeed.Cached),
    ("program", ProgramSpeed.Overhead),
    ("data", DataSpeed.Read),
    ("data", DataSpeed.Check),
    ("language", LanguageSpeed.Score),
    ("language", LanguageSpeed.Train),
    ("language", LanguageSpeed.Mixed),
    ("language", LanguageSpeed.Generate),
    ("checkpoint", CheckpointSpeed.Load),
    ("checkpoint", CheckpointSpeed.LoadBesideWarm),
    ("training-memory", TrainingMemory.Measure),
    ("memory", () => MemoryGrowth.Measure(minutes: 10)),
];

var readme = Array.IndexOf(args, "--readme") is >= 0 and var at ? args[at + 1] : null;
string[] wanted = [.. args.Where(a => a != "--readme" && a != readme)];
if (wanted.Except(all.Select(b => b.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'; there are {string.Join(", ", all.Select(b => b.Name))}.");
    return 2;
}

const string head = "| what | measured | target | met |\n|---|---|---|---|\n";
var rows = new List<(string What, string Row)>();
Console.Write(head);
foreach (var (name, measure) in all)
{
    if (wanted.Length > 0 && !wanted.Contains(name)) continue;
    var speed = measure();
    var row = string.Create(CultureInfo.InvariantCulture,
        $"| {speed.What} | {speed.Value:G4} {speed.Unit} | {(speed.HigherIsBetter ? "≥" : "≤")} {speed.Target:G4} {speed.Unit} | {(speed.Met ? "yes" : "no")} |\n");
    Console.Write(row);
    rows.Add((speed.What, row));
}

if (readme is null) return 0;
const string begin = "<!-- speed:begin -->\n", end = "<!-- speed:end -->";
var text = File.ReadAllText(readme);
var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
// Rows that were not measured now stay as they are.
List<string> kept = [.. text[from..to].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => line + "\n")];
foreach (var (what, row) in rows)
{
    var known = kept.FindIndex(line => line.StartsWith($"| {what} |", StringComparison.Ordinal));
    if (known >= 0) kept[known] = row;
    else kept.Add(row);
}

File.WriteAllText(readme, text[..from] + head + string.Concat(kept) + text[to..]);
return 0;
