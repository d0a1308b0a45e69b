using Microsoft.Extensions.AI;

namespace Goodhart.Tests;

internal static class Ask
{
    public static Task<ChatResponse> Of(IChatClient chat, string text, float? temperature = null, long? seed = null) =>
        chat.GetResponseAsync([new(ChatRole.System, "You write rewards."), new(ChatRole.User, text)], new() { Temperature = temperature, Seed = seed }, TestContext.Current.CancellationToken);

    public static async Task<string> Text(IChatClient chat, string text, float? temperature = null, long? seed = null) => (await Of(chat, text, temperature, seed)).Text;
}
