namespace Goodhart.Data;

/// <summary>A row that cannot be used; the rows after it can.</summary>
public sealed class RowException(RowFault fault, Exception? inner = null) : Exception(Shown.OneLine(fault.ToString()), inner)
{
    public RowFault Fault => fault;
}

/// <summary>A file that cannot be read, or not further; the message names it, and where its reading ended.</summary>
public sealed class DataFileException(string message, Exception? inner = null) : Exception(Shown.OneLine(message), inner);
