using System.Globalization;

namespace Goodhart.Design;

/// <summary>A person who is shown the best candidate of a round, and says in words what is to change (Eureka's reflection without gradients or numbers).</summary>
/// <param name="Ask">Asks for words on a candidate of a round; null or empty where there is nothing to say. Asked once in the life of a run.</param>
/// <param name="Replaces">Whether the words stand in place of the statistics; else before them.</param>
public sealed record HumanReflection(Func<string, Candidate, CancellationToken, string?> Ask, bool Replaces = false)
{
    /// <summary>By a terminal: the candidate is printed, lines are read until an empty one.</summary>
    public static HumanReflection FromConsole(TextReader input, TextWriter output, bool replaces = false) => new(
        (round, candidate, _) =>
        {
            output.WriteLine(Question(round, candidate));
            output.WriteLine("What should change? An empty line ends your answer.");
            var lines = new List<string>();
            while (input.ReadLine() is { Length: > 0 } line) lines.Add(line);
            return string.Join('\n', lines);
        },
        replaces);

    /// <summary>By files: the question is written to feedback-ROUND.md, and the run waits until feedback-ROUND.txt is there.</summary>
    /// <param name="folder">Where both lie.</param>
    /// <param name="replaces">Whether the words stand in place of the statistics.</param>
    /// <param name="every">How often is looked; half a second when null.</param>
    public static HumanReflection FromFolder(string folder, bool replaces = false, TimeSpan? every = null) => new(
        (round, candidate, cancellation) =>
        {
            Directory.CreateDirectory(folder);
            var answer = Path.Combine(folder, $"feedback-{round}.txt");
            File.WriteAllText(Path.Combine(folder, $"feedback-{round}.md"), $"{Question(round, candidate)}\nWrite what should change into {Path.GetFileName(answer)}; an empty file says nothing.\n");
            while (!File.Exists(answer))
            {
                cancellation.WaitHandle.WaitOne(every ?? TimeSpan.FromSeconds(.5));
                cancellation.ThrowIfCancellationRequested();
            }

            return File.ReadAllText(answer);
        },
        replaces);

    private static string Question(string round, Candidate candidate) => string.Create(CultureInfo.InvariantCulture,
        $"Round {round}, candidate {candidate.Id}: fitness {candidate.Fitness:G4}.\n{CodeBlock.Fence(candidate.Text)}");
}
