using Goodhart.Feedback;

namespace Goodhart.Design;

/// <summary>A person who watches films of both policies and says which is better, by the terminal or by files.</summary>
public sealed class WatchingJudge : IPolicyJudge
{
    private const string Words = "left, right, equal or unsure";

    private readonly Func<PolicyPair, IReadOnlyList<string>, Choice> ask;
    private readonly PolicyFilms films;

    private WatchingJudge(string name, PolicyFilms films, Func<PolicyPair, IReadOnlyList<string>, Choice> ask) => (Name, this.films, this.ask) = (name, films, ask);

    public string Name { get; }

    /// <summary>By a terminal: paths of the films are printed, and a word is read.</summary>
    /// <param name="films">Where films go.</param>
    /// <param name="input">What the person types.</param>
    /// <param name="output">What the person reads.</param>
    public static WatchingJudge FromConsole(PolicyFilms films, TextReader input, TextWriter output) => new("a person at the terminal", films, (pair, paths) =>
    {
        output.WriteLine(Question(pair, paths));
        while (true)
        {
            output.Write($"{Words}? ");
            var line = input.ReadLine() ?? throw new EndOfStreamException($"The terminal was closed before comparison {pair.Question} was answered; the run can go on later.");
            if (Read(line) is { } choice) return choice;
            output.WriteLine($"'{line.Trim()}' is none of {Words}.");
        }
    });

    /// <summary>By files: the question is written to compare-QUESTION.md beside the films, and the run waits until compare-QUESTION.txt is there.</summary>
    /// <param name="films">Where films, questions and answers lie.</param>
    /// <param name="every">How often is looked; half a second when null.</param>
    /// <exception cref="InvalidDataException">An answer is none of the words; raised while comparing.</exception>
    public static WatchingJudge FromFolder(PolicyFilms films, TimeSpan? every = null) => new("a person by files", films, (pair, paths) =>
    {
        var answer = Path.Combine(films.Folder, $"compare-{pair.Question}.txt");
        File.WriteAllText(Path.ChangeExtension(answer, ".md"), $"{Question(pair, paths)}\nWrite {Words} into {Path.GetFileName(answer)}.\n");
        while (!File.Exists(answer))
        {
            pair.Cancellation.WaitHandle.WaitOne(every ?? TimeSpan.FromSeconds(.5));
            pair.Cancellation.ThrowIfCancellationRequested();
        }

        var word = File.ReadAllText(answer);
        return Read(word) ?? throw new InvalidDataException($"'{answer}' must hold one of {Words}, held '{word.Trim()}'.");
    });

    public Choice Compare(PolicyPair pair) => ask(pair, films.Make(pair));

    private static string Question(PolicyPair pair, IReadOnlyList<string> paths) =>
        $"Comparison {pair.Question}. The task: {pair.Task}\nWhich does it better, the left or the right?\n{string.Join('\n', paths.Select(p => $"  {p}"))}";

    private static Choice? Read(string word) => word.Trim().ToLowerInvariant() switch
    {
        "left" or "l" => Choice.First,
        "right" or "r" => Choice.Second,
        "equal" or "e" or "=" => Choice.Tie,
        "unsure" or "u" or "?" => Choice.CannotCompare,
        _ => null,
    };
}
