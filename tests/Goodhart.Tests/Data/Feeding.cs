using System.Text;
using Goodhart.Data;

namespace Goodhart.Tests;

/// <summary>Reads a text as a file of feedback.</summary>
internal static class Feeding
{
    public static FeedbackSet Read(string text, FeedbackOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static FeedbackSet Read(byte[] bytes, FeedbackOptions? options = null) => FeedbackFile.Read(new MemoryStream(bytes), "file", options).ToSet();

    public static List<string> Rows(byte[] bytes, List<RowFault>? faults = null, RowLimits? limits = null) =>
        [.. DataFile.Read(new MemoryStream(bytes), "file", limits, faults is null ? null : faults.Add).Select(row => string.Join(",", row.Names.Select(name => $"{name}={row[name].TextOrNull() ?? "?"}")))];

    public static List<string> Rows(string text, List<RowFault>? faults = null, RowLimits? limits = null) => Rows(Encoding.UTF8.GetBytes(text), faults, limits);
}
