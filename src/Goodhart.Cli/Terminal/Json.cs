using System.Text.Json;
using Goodhart.Runs;

namespace Goodhart.Cli;

/// <summary>The one document that <c>--json</c> puts on standard output.</summary>
internal static class Json
{
    public static void Write(Screen screen, object document)
    {
        screen.Out.WriteLine(JsonSerializer.Serialize(document, document.GetType(), RunRecord.Json));
        screen.Out.Flush();
    }
}
