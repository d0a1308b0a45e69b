using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>A language model that reviews a program before anything is trained on it.</summary>
/// <param name="client">The model.</param>
/// <param name="brief">What the designer was told; the critic is told the same.</param>
/// <param name="signs">Whether only signs are paid.</param>
public sealed class ProgramReviewer(IChatClient client, DesignBrief brief, bool signs = true)
{
    /// <summary>The request about an answer of the designer's.</summary>
    /// <param name="answer">The designer's words and program.</param>
    /// <param name="attempts">Requests at most, failed ones included.</param>
    public ChatAsk About(string answer, int attempts = 1000) => new(client, "critic", CriticPrompt.Review(brief, answer, signs), 0, Attempts: attempts);

    /// <summary>Asks outside of a design run, as for a calibration by itself.</summary>
    public async Task<CriticVerdict> JudgeAsync(string answer, CancellationToken cancellation = default)
    {
        var ask = About(answer);
        var reply = await client.GetResponseAsync([.. ask.Messages.Select(m => new ChatMessage(new ChatRole(m.Role), m.Text))], new ChatOptions { Temperature = ask.Temperature }, cancellation);
        return CriticVerdict.Read(reply.Text);
    }
}
