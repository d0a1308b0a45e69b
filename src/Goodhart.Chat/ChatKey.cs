using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Goodhart.Chat;

/// <summary>The content hash of a request to a chat model: what is said, and the options that change the answer.</summary>
internal static class ChatKey
{
    /// <summary>16 hexadecimal digits, the same on every machine; identifiers and dates of messages do not count.</summary>
    public static string Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var text = new StringBuilder();
        foreach (var message in messages)
        {
            Add(text, "role", message.Role.Value);
            foreach (var content in message.Contents) Add(text, content.GetType().Name, Of(content));
        }

        foreach (var (name, value) in Of(options)) Add(text, name, value);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>The options that change an answer and are set, by name.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ChatOptions? options)
    {
        if (options is null) yield break;
        (string, object?)[] all =
        [
            ("model", options.ModelId), ("instructions", options.Instructions), ("temperature", options.Temperature), ("top_p", options.TopP), ("top_k", options.TopK),
            ("max_tokens", options.MaxOutputTokens), ("frequency_penalty", options.FrequencyPenalty), ("presence_penalty", options.PresencePenalty), ("seed", options.Seed),
            ("stop", options.StopSequences is { Count: > 0 } stops ? string.Join('\u001f', stops) : null),
            ("format", options.ResponseFormat is { } format ? JsonSerializer.Serialize(format, AIJsonUtilities.DefaultOptions) : null),
            ("tools", options.Tools is { Count: > 0 } tools ? string.Join('\u001f', tools.Select(t => t.Name)) : null),
        ];
        foreach (var (name, value) in all)
            if (value is not null) yield return (name, Convert.ToString(value, CultureInfo.InvariantCulture)!);
    }

    private static string Of(AIContent content) => content switch
    {
        TextContent text => text.Text,
        DataContent data => data.MediaType + ' ' + Convert.ToHexStringLower(SHA256.HashData(data.Data.Span)),
        UriContent uri => uri.MediaType + ' ' + uri.Uri,
        _ => JsonSerializer.Serialize(content, AIJsonUtilities.DefaultOptions),
    };

    /// <summary>With its length, so that no two requests write the same text.</summary>
    private static void Add(StringBuilder text, string name, string value)
    {
        value = value.ReplaceLineEndings("\n");
        text.Append(CultureInfo.InvariantCulture, $"{name} {value.Length}\n{value}\n");
    }
}
