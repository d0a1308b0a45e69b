using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;

namespace Goodhart.Chat;

/// <summary>A language model by name: where it answers, and by which protocol.</summary>
public sealed class ChatEndpoint
{
    /// <summary>Environment variable with the key of any endpoint.</summary>
    public const string KeyVariable = "GOODHART_API_KEY";

    /// <summary>Environment variable with the key of OpenAI's own endpoint, where <see cref="KeyVariable"/> is not set.</summary>
    public const string OpenAIKeyVariable = "OPENAI_API_KEY";

    /// <summary>Environment variable with the address of Ollama, http://localhost:11434 where it is not set.</summary>
    public const string OllamaVariable = "OLLAMA_HOST";

    /// <summary>The forms of a name, for help texts.</summary>
    public const string Help = $"openai:MODEL, ollama:MODEL, or http://HOST:PORT/v1#MODEL for any server that speaks OpenAI's protocol; the key is taken from {KeyVariable}, for openai: else from {OpenAIKeyVariable}; "
        + $"Ollama's address from {OllamaVariable}";

    private readonly string? key;
    private readonly bool isOllama;

    private ChatEndpoint(string name, string model, Uri address, string? key, bool isOllama) => (Name, Model, Address, this.key, this.isOllama) = (name, model, address, key, isOllama);

    /// <summary>As it was given, such as "ollama:qwen2.5-coder".</summary>
    public string Name { get; }

    /// <summary>The model's name at the endpoint.</summary>
    public string Model { get; }

    public Uri Address { get; }

    /// <summary>Reads a name of one of the forms in <see cref="Help"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="variables">The environment variables; null for the process's own.</param>
    /// <exception cref="ArgumentException">It is of no such form, or a key that is needed is not set.</exception>
    public static ChatEndpoint Parse(string name, Func<string, string?>? variables = null)
    {
        variables ??= Environment.GetEnvironmentVariable;
        string? Set(string variable) => variables(variable) is { Length: > 0 } value ? value.Trim() : null;
        if (After("openai:") is { } openAI)
            return new(name, openAI, new("https://api.openai.com/v1"), Set(KeyVariable) ?? Set(OpenAIKeyVariable)
                ?? throw new ArgumentException($"Model '{name}' needs a key: set the environment variable {KeyVariable} or {OpenAIKeyVariable}.", nameof(name)), isOllama: false);
        if (After("ollama:") is { } ollama) return new(name, ollama, Host(Set(OllamaVariable)), key: null, isOllama: true);
        if (!name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{name}' is no model: expected openai:MODEL, ollama:MODEL or http://HOST:PORT/v1#MODEL.", nameof(name));
        if (!Uri.TryCreate(name, UriKind.Absolute, out var address) || address.Fragment.Length < 2)
            throw new ArgumentException($"Model '{name}' names no model behind its address: expected http://HOST:PORT/v1#MODEL.", nameof(name));
        if (address.UserInfo.Length > 0 || address.Query.Length > 0)
            throw new ArgumentException($"The address of model '{address.Host}#{address.Fragment[1..]}' must hold no password or query: give the key in the environment variable {KeyVariable}.", nameof(name));
        return new(name, Uri.UnescapeDataString(address.Fragment[1..]), new(address.GetLeftPart(UriPartial.Path)), Set(KeyVariable), isOllama: false);

        string? After(string prefix)
        {
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return null;
            var model = name[prefix.Length..].Trim();
            return model.Length > 0 ? model : throw new ArgumentException($"Model '{name}' names no model: expected {prefix}MODEL.", nameof(name));
        }
    }

    /// <summary>A client that asks the endpoint once per request and fails with a <see cref="ChatException"/> of one line.</summary>
    /// <param name="timeout">Longest wait for an answer; two minutes unless given, since a long program takes a while to write.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <param name="longest">Most bytes of an HTTP answer; it is not read further. A long program is well below the 4 MiB it is by default.</param>
    public IChatClient Connect(TimeSpan? timeout = null, TimeProvider? time = null, long longest = 4 << 20)
    {
        var http = new HttpClient(new AnswerLimit(Ensure.Positive(longest))) { Timeout = Timeout.InfiniteTimeSpan };
        if (isOllama) http.BaseAddress = Address;
        var inner = isOllama ? new OllamaApiClient(http, Model) : OpenAI(http);
        return new EndpointChat(inner, this, http, timeout ?? TimeSpan.FromMinutes(2), time ?? TimeProvider.System);
    }

    /// <summary>The name, never the key.</summary>
    public override string ToString() => Name;

    /// <summary>A text of a server without the key, should it repeat it.</summary>
    internal string WithoutKey(string text) => key is null ? text : text.Replace(key, "***", StringComparison.Ordinal);

    /// <summary>An exception that does not repeat the key, else null: whoever logs a failure with its causes must not log it.</summary>
    internal Exception? WithoutKey(Exception? cause) => key is not null && cause?.ToString().Contains(key, StringComparison.Ordinal) == true ? null : cause;

    /// <summary>What to do about a failure of this status, in a sentence; empty where nothing can be said.</summary>
    internal string Remedy(int status) => (status, isOllama) switch
    {
        (401 or 403, _) => $" Check the key in {(Name.StartsWith("openai:", StringComparison.OrdinalIgnoreCase) ? $"{KeyVariable} or {OpenAIKeyVariable}" : KeyVariable)}.",
        (404, true) => $" Try: ollama pull {Model}",
        (404, false) => " Check the address and the model's name.",
        (0, true) => " Is Ollama running? Try: ollama serve",
        (0, false) => " Is the server running, and the address right?",
        _ => "",
    };

    private IChatClient OpenAI(HttpClient http) => new OpenAI.Chat.ChatClient(Model, new ApiKeyCredential(key ?? "none"), new OpenAIClientOptions
    {
        Endpoint = Address,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
    }).AsIChatClient();

    private static Uri Host(string? host)
    {
        if (host is null) return new("http://localhost:11434");
        var text = host.Contains("://", StringComparison.Ordinal) ? host : "http://" + host;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw new ArgumentException($"{OllamaVariable} must be an address such as http://localhost:11434, was '{host}'.");
    }
}
