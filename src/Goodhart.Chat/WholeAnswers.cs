using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>Streaming for clients that have an answer only as a whole.</summary>
internal static class WholeAnswers
{
    /// <summary>The whole answer as a stream, in one piece per message.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> Stream(Func<Task<ChatResponse>> ask, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var update in (await ask()).ToChatResponseUpdates())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return update;
        }
    }
}
