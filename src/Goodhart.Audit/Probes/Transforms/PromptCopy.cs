namespace Goodhart.Audit.Probes;

/// <summary>Gives the prompt back as the answer.</summary>
internal sealed class PromptCopy : IProbe
{
    public string Name => "prompt-copy";

    public string About => "gives the prompt back as the answer";

    public ProbeKind Kind => ProbeKind.Worse;

    public string? Apply(Exchange exchange, Generator rng) =>
        exchange.Prompt.Count > 0 && exchange.Prompt[^1].Text != exchange.Answer ? exchange.Prompt[^1].Text : null;
}
