namespace Goodhart.Data;

/// <summary>One way of writing feedback down.</summary>
internal interface IFeedbackFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    string Name { get; }

    /// <summary>What its rows look like, in a line.</summary>
    string Looks { get; }

    /// <summary>Whether the order in which answers were shown is kept; false where the better one always stands first.</summary>
    bool KeepsOrder { get; }

    /// <summary>How sure it is, from 0 to 1, that a row is of this format: 1 for fields nobody else has, ½ for fields that others have too.</summary>
    double Likeness(DataRow row);

    /// <summary>A reader for one file.</summary>
    IFormatReader Begin();
}

/// <summary>Reads the rows of one file; throws <see cref="RowException"/> for a row that cannot be used.</summary>
internal interface IFormatReader
{
    void Read(DataRow row, FeedbackSink sink);

    /// <summary>After the last row: says what rows that belong together lack.</summary>
    void End(FeedbackSink sink)
    {
    }
}

/// <summary>A format whose rows stand for themselves.</summary>
internal sealed class RowFormat(string name, string looks, Func<DataRow, double> likeness, Action<DataRow, FeedbackSink> read) : IFeedbackFormat, IFormatReader
{
    public string Name => name;

    public string Looks => looks;

    public bool KeepsOrder { get; init; } = true;

    public double Likeness(DataRow row) => likeness(row);

    public IFormatReader Begin() => this;

    public void Read(DataRow row, FeedbackSink sink) => read(row, sink);
}
