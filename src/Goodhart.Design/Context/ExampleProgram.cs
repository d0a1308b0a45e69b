namespace Goodhart.Design;

/// <summary>A task and a program that somebody wrote for it.</summary>
/// <param name="Name">Unique among its examples, such as the file's name.</param>
/// <param name="Task">The task in a sentence.</param>
/// <param name="Program">The members of a reward program.</param>
public sealed record ExampleProgram(string Name, string Task, string Program)
{
    private const string Head = "// task:";

    public string Task { get; } = !string.IsNullOrWhiteSpace(Task) ? Task.Trim() : throw new ArgumentException($"Example '{Name}' has no task.");

    public string Program { get; } = !string.IsNullOrWhiteSpace(Program) ? Program : throw new ArgumentException($"Example '{Name}' has no program.");

    /// <summary>Reads a .cs file whose first line is "// task: …", and whose rest is the program.</summary>
    /// <exception cref="InvalidDataException">It has no such head, or nothing behind it.</exception>
    public static ExampleProgram Read(string path)
    {
        var text = File.ReadAllText(path).TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimStart();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (!text.StartsWith(Head, StringComparison.OrdinalIgnoreCase) || text[Head.Length..(end < 0 ? text.Length : end)].Trim().Length == 0)
            throw new InvalidDataException($"{path}, line 1: an example begins with its task, as in \"{Head} lift the cube\".");
        if (end < 0 || text[end..].Trim().Length == 0) throw new InvalidDataException($"{path}: there is no program behind the task.");
        return new(Path.GetFileNameWithoutExtension(path), text[Head.Length..end], text[(end + 1)..].Trim('\n') + "\n");
    }
}

/// <summary>An example that was retrieved for a task.</summary>
/// <param name="Example">The example.</param>
/// <param name="Similarity">Cosine between its task and the given one.</param>
public sealed record RetrievedExample(ExampleProgram Example, double Similarity);
