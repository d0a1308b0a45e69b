using System.Globalization;
using Goodhart.Benchmarks;

// One command, one table: dotnet run -c Release --project benchmarks/Goodhart.Benchmarks [name…]
(string Name, Func<Speed> Measure)[] all = [("cartpole", CartPoleSpeed.Measure), ("ppo", PpoSpeed.Measure)];

Console.WriteLine("| what | measured | target | met |\n|---|---|---|---|");
foreach (var (name, measure) in all)
{
    if (args.Length > 0 && !args.Contains(name)) continue;
    var speed = measure();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {speed.What} | {speed.Value:G4} {speed.Unit} | {(speed.HigherIsBetter ? "≥" : "≤")} {speed.Target:G4} {speed.Unit} | {(speed.Met ? "yes" : "no")} |"));
}
