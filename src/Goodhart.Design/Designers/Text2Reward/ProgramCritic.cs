using System.Globalization;

namespace Goodhart.Design;

/// <summary>Who watches the policy that a program trained, and says what it does and what to change (Text2Reward's interactive loop).</summary>
/// <param name="Ask">Asks about a candidate of a round; null where there is nothing to say. Asked once in the life of a run.</param>
public sealed record ProgramCritic(Func<string, Candidate, CancellationToken, ProgramCritique?> Ask)
{
    /// <summary>By a terminal: the candidate is printed, one line is read on what its policy does and one on what to change.</summary>
    public static ProgramCritic FromConsole(TextReader input, TextWriter output) => new((round, candidate, _) =>
    {
        output.WriteLine(Question(round, candidate));
        output.WriteLine("What does the policy do? (an empty line says nothing)");
        var description = input.ReadLine()?.Trim() ?? "";
        output.WriteLine("What should change?");
        var advice = input.ReadLine()?.Trim() ?? "";
        return description.Length + advice.Length > 0 ? new(candidate.Hash, description, advice) : null;
    });

    /// <summary>
    /// By files: the question is written to critique-ROUND.md, and the run waits until critique-ROUND.jsonl is there, as <see cref="ProgramCritique.Read"/> reads it:
    /// a critique on another program is refused. Several lines are taken together; an empty file says nothing.
    /// </summary>
    /// <param name="folder">Where both lie.</param>
    /// <param name="every">How often is looked; half a second when null.</param>
    public static ProgramCritic FromFolder(string folder, TimeSpan? every = null) => new((round, candidate, cancellation) =>
    {
        Directory.CreateDirectory(folder);
        var answer = Path.Combine(folder, $"critique-{round}.jsonl");
        File.WriteAllText(Path.Combine(folder, $"critique-{round}.md"),
            $"{Question(round, candidate)}\nWrite into {Path.GetFileName(answer)}, in one move: {{\"hash\": \"{candidate.Hash}\", \"description\": \"what the policy does\", \"advice\": \"what to change\"}}\n");
        while (!File.Exists(answer))
        {
            cancellation.WaitHandle.WaitOne(every ?? TimeSpan.FromSeconds(.5));
            cancellation.ThrowIfCancellationRequested();
        }

        var said = ProgramCritique.Read(answer, candidate.Hash);
        return said.Count == 0 ? null : new(candidate.Hash, Joined(said, c => c.Description), Joined(said, c => c.Advice));
    });

    private static string Joined(IReadOnlyList<ProgramCritique> critiques, Func<ProgramCritique, string> words) => string.Join(' ', critiques.Select(words).Where(w => w.Length > 0));

    private static string Question(string round, Candidate candidate) =>
        $"Round {round}, candidate {candidate.Id}, program {candidate.Hash}: {Measured(candidate)}.\n{CodeBlock.Fence(candidate.Text)}";

    private static string Measured(Candidate candidate) => candidate.Outcome?.Success is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $"success in {rate:P0} of the episodes") : string.Create(CultureInfo.InvariantCulture, $"fitness {candidate.Fitness:G4}");
}
