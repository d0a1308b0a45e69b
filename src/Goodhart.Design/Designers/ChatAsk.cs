using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>A request to a language model.</summary>
/// <param name="Client">Who answers.</param>
/// <param name="Role">Whom it plays, for the lineage: designer, critic, analyzer.</param>
/// <param name="Messages">The conversation so far.</param>
/// <param name="Temperature">Spread of its answers; null for the model's own.</param>
/// <param name="AtOnce">Requests under way at once; halved after ten failures in a row. Eureka: 4.</param>
/// <param name="Attempts">Requests at most, failed ones included. Eureka: 1000.</param>
public sealed record ChatAsk(IChatClient Client, string Role, IReadOnlyList<Message> Messages, float? Temperature = null, int AtOnce = 4, int Attempts = 1000)
{
    internal string? Model => (Client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    internal string Key => ContentKey.Of([Role, Model ?? "", Temperature?.ToString() ?? "", .. Messages.SelectMany(m => new[] { m.Role, m.Text })]);
}

/// <summary>A language model gave no answer, however often it was asked.</summary>
public sealed class ChatFailedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
