namespace Goodhart.Audit.Scores;

/// <summary>Reads score files; format and columns are detected, gzip is unpacked.</summary>
/// <remarks>
/// <para>Generic files (CSV with a header, a JSON list of objects, or JSON lines) have one row per candidate with the columns
/// <c>group</c> (or <c>problem</c>, <c>prompt</c>), <c>score</c> and <c>gold</c> (or <c>chosen</c>, <c>label</c>), and may have
/// <c>candidate</c> (unique in its group), <c>model</c>, <c>bench</c> and <c>source</c>. A score that is a list holds the scores of the steps of a solution.
/// In JSON a row may also hold a whole group: <c>score</c> and <c>gold</c> are then lists of equal length. Groups of a bench may name their <c>subset</c> and
/// <c>question</c>, and the first row of a model says what <c>ties</c> count for: "loss" or "half". <see cref="ScoreWriter"/> writes such rows.</para>
/// <para>RewardMATH's result files are read as they are: {problem, solution_reference, score} with one number, one list of step scores, or (beside
/// <c>chosen_position</c>) one verdict "A"/"B" per candidate; and {problem, solution_type, output: {step_scores}} with one row per candidate.</para>
/// <para>LLMBar's files of judges asked in both orders, {label, results: [{"swap = False": {winner}, "swap = True": {winner}}]}, give two verdicts per pair.</para>
/// </remarks>
public static class ScoreReader
{
    /// <summary>Reads one file.</summary>
    /// <exception cref="ScoreFileException">The file is damaged or holds something else; the message names row, line and column.</exception>
    public static ScoreSet Read(string path, ReadOptions? options = null)
    {
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path), options);
    }

    /// <summary>Reads several files into one set.</summary>
    public static ScoreSet ReadAll(IEnumerable<string> paths, ReadOptions? options = null) =>
        paths.Aggregate(ScoreSet.Empty, (set, path) => set + Read(path, options));

    /// <summary>Reads a stream; <paramref name="name"/> stands for the file in messages and, without extension, for the model.</summary>
    public static ScoreSet Read(Stream stream, string name, ReadOptions? options = null)
    {
        options ??= new();
        using var text = LimitedStream.Open(stream, name, options.MaxBytes);
        var rows = RowsOf(text, name, options).GetEnumerator();
        if (!rows.MoveNext()) throw new ScoreFileException($"{name}: the file holds no row.");
        var (model, bench) = RewardMathFiles.NamesOf(name);
        options = options with { Model = options.Model ?? model, Bench = options.Bench ?? bench };
        return Shape(rows.Current) switch
        {
            RowShape.Result => ResultRows.Read(All(rows), options),
            RowShape.ProcessPair => ProcessPairRows.Read(All(rows), options),
            RowShape.BothOrders => BothOrdersRows.Read(All(rows), options),
            _ => FlatRows.Read(All(rows), options),
        };
    }

    private enum RowShape { Flat, Result, ProcessPair, BothOrders }

    private static RowShape Shape(Row first) =>
        first.Has("solution_type") && first.Has("output") ? RowShape.ProcessPair
        : first.Has("results") && first.Has("label") && first.Has("output_1") ? RowShape.BothOrders
        : first.Has("problem") && first.Has("score") && first.IsList("score") && first.FirstOf("gold", "chosen", "label") is null ? RowShape.Result
        : RowShape.Flat;

    internal static IEnumerable<Row> RowsOf(LimitedStream text, string name, ReadOptions options)
    {
        var first = text.FirstCharacter();
        if (first < 0) throw new ScoreFileException($"{name}: the file is empty.");
        return first is '[' or '{' ? new JsonRows(text, name, options).Read() : new CsvRows(text, name, options).Read();
    }

    private static IEnumerable<Row> All(IEnumerator<Row> rows)
    {
        do yield return rows.Current;
        while (rows.MoveNext());
    }
}
