namespace Goodhart.Learning.Judges;

/// <summary>How a judge is shown what was asked.</summary>
internal static class Shown
{
    /// <summary>The prompt's turns; with the name of who speaks before each where there is more than one.</summary>
    public static string Request(Exchange exchange) =>
        exchange.Prompt.Count <= 1 ? exchange.PromptText : string.Join("\n\n", exchange.Prompt.Select(turn => turn.Role is Role.None ? turn.Text : $"{turn.Role}: {turn.Text}"));
}
