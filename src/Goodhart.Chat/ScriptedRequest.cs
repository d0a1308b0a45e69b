using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>What a scripted chat was asked.</summary>
/// <param name="Messages">The dialogue so far.</param>
/// <param name="Options">Temperature and so on.</param>
/// <param name="Asked">How often exactly this was asked before: 0 the first time.</param>
/// <param name="Rng">Seeded from the script's seed, the request's content and <paramref name="Asked"/>.</param>
public sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, int Asked, Generator Rng)
{
    /// <summary>What the system messages say.</summary>
    public string System => Of(ChatRole.System);

    /// <summary>What all user messages say, in order.</summary>
    public string User => Of(ChatRole.User);

    /// <summary>The last message's text.</summary>
    public string Last => Messages.Count > 0 ? Messages[^1].Text : "";

    /// <summary>The assistant's last answer; empty at the first turn.</summary>
    public string Answered => Messages.LastOrDefault(m => m.Role == ChatRole.Assistant)?.Text ?? "";

    /// <summary>Whether any message holds <paramref name="words"/>, case aside.</summary>
    public bool Says(string words) => Messages.Any(m => m.Text.Contains(words, StringComparison.OrdinalIgnoreCase));

    private string Of(ChatRole role) => string.Join("\n\n", Messages.Where(m => m.Role == role).Select(m => m.Text));
}
