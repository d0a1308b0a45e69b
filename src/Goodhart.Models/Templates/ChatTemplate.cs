using System.Text.Json;

namespace Goodhart.Models;

/// <summary>Writes turns as one text, as a model's chat template says: the subset of Jinja that the templates of Llama, Qwen and their kin use.</summary>
/// <remarks>
/// A template comes with a model of unknown origin. It sees texts, numbers, lists and mappings alone, never an object of .NET, and is stopped at <see cref="TemplateLimits"/>.
/// White space is treated as transformers does (trim_blocks, lstrip_blocks). Known statements: if, for, set, macro, generation, break, continue.
/// </remarks>
public sealed class ChatTemplate
{
    private const string ChatMlSource = """
        {% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}
        """;

    private readonly IReadOnlyList<Statement> body;
    private readonly TemplateLimits limits;

    private ChatTemplate(string source, TemplateLimits limits) => (Source, this.limits, body) = (source, limits, TemplateParser.Read(source, limits));

    /// <summary>ChatML: for a folder that has no template.</summary>
    public static ChatTemplate ChatMl { get; } = Parse(ChatMlSource);

    public string Source { get; }

    /// <exception cref="TemplateException">The template is malformed, or uses what is not known here.</exception>
    public static ChatTemplate Parse(string source, TemplateLimits? limits = null) => new(source, limits ?? new());

    /// <summary>A tokenizer's own template, or <see cref="ChatMl"/>.</summary>
    public static ChatTemplate Of(TextTokenizer tokenizer) => tokenizer.ChatTemplate is { } source ? Parse(source) : ChatMl;

    /// <summary>Turns as one text.</summary>
    /// <param name="turns">The conversation; plain text counts as the user's.</param>
    /// <param name="generate">Whether the text ends where the assistant begins to answer.</param>
    /// <param name="inputs">What else the template may ask for.</param>
    /// <exception cref="TemplateException">The template refuses the turns or does more than it may.</exception>
    public string Render(IReadOnlyList<Turn> turns, bool generate = false, TemplateInputs? inputs = null) =>
        Render(new TemplateList(turns.Select(turn => new TemplateMap { ["role"] = Name(turn.Role), ["content"] = turn.Text })), generate, inputs);

    /// <summary>Messages as one text: a JSON list of {role, content, …}, which may carry tool calls and thoughts.</summary>
    /// <inheritdoc cref="Render(IReadOnlyList{Turn}, bool, TemplateInputs?)"/>
    public string Render(JsonElement messages, bool generate = false, TemplateInputs? inputs = null) => Render(TemplateJson.Value(messages), generate, inputs);

    private static string Name(Role role) => role switch { Role.System => "system", Role.Assistant => "assistant", Role.Tool => "tool", _ => "user" };

    private string Render(object? messages, bool generate, TemplateInputs? inputs)
    {
        inputs ??= new();
        var scope = new TemplateScope(TemplateGlobals.Scope());
        if (inputs.Bos is not null) scope["bos_token"] = inputs.Bos;
        if (inputs.Eos is not null) scope["eos_token"] = inputs.Eos;
        foreach (var (name, value) in inputs.Extra ?? new Dictionary<string, JsonElement>()) scope[name] = TemplateJson.Value(value);
        (scope["messages"], scope["add_generation_prompt"], scope["tools"]) = (messages, generate, inputs.Tools is { } tools ? TemplateJson.Value(tools) : null);
        return new TemplateEvaluator(new(limits, inputs.Clock ?? TimeProvider.System)).Render(body, scope);
    }
}
