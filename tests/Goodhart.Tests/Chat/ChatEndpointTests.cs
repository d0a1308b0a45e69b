
namespace Goodhart.Tests;

public sealed class ChatEndpointTests
{
    private static ChatEndpoint Parse(string name, params (string Name, string Value)[] variables) =>
        ChatEndpoint.Parse(name, variable => variables.FirstOrDefault(v => v.Name == variable).Value);

    [Fact]
    public void A_name_is_read()
    {
        var openAI = Parse("openai:gpt-4o-mini", ("OPENAI_API_KEY", "sk-secret"));
        Assert.Equal(("gpt-4o-mini", "https://api.openai.com/v1"), (openAI.Model, openAI.Address.ToString()));
        Assert.DoesNotContain("secret", openAI.ToString(), StringComparison.Ordinal);
        var ollama = Parse("ollama:qwen2.5-coder:7b");
        Assert.Equal(("qwen2.5-coder:7b", "http://localhost:11434/"), (ollama.Model, ollama.Address.ToString()));
        Assert.Equal("http://box:1234/", Parse("ollama:m", ("OLLAMA_HOST", "box:1234")).Address.ToString());
        var own = Parse("http://127.0.0.1:8000/v1#Qwen/Qwen3-8B");
        Assert.Equal(("Qwen/Qwen3-8B", "http://127.0.0.1:8000/v1"), (own.Model, own.Address.ToString()));
    }

    [Theory]
    [InlineData("gpt-4o", "'gpt-4o' is no model: expected openai:MODEL, ollama:MODEL or http://HOST:PORT/v1#MODEL.")]
    [InlineData("", "'' is no model: expected openai:MODEL, ollama:MODEL or http://HOST:PORT/v1#MODEL.")]
    [InlineData("openai:gpt-4o", "Model 'openai:gpt-4o' needs a key: set the environment variable GOODHART_API_KEY or OPENAI_API_KEY.")]
    [InlineData("ollama:", "Model 'ollama:' names no model: expected ollama:MODEL.")]
    [InlineData("http://localhost/v1", "Model 'http://localhost/v1' names no model behind its address: expected http://HOST:PORT/v1#MODEL.")]
    [InlineData("http://#m", "Model 'http://#m' names no model behind its address: expected http://HOST:PORT/v1#MODEL.")]
    [InlineData("http://me:secret@host/v1#m", "The address of model 'host#m' must hold no password or query: give the key in the environment variable GOODHART_API_KEY.")]
    public void A_wrong_name_says_what_was_expected(string name, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_wrong_address_of_Ollama_is_named() =>
        Assert.Equal("OLLAMA_HOST must be an address such as http://localhost:11434, was 'ftp://x'.", Assert.Throws<ArgumentException>(() => Parse("ollama:m", ("OLLAMA_HOST", "ftp://x"))).Message);

    [Fact]
    public void The_help_names_every_form_and_variable()
    {
        foreach (var word in new[] { "openai:", "ollama:", "http://", "GOODHART_API_KEY", "OPENAI_API_KEY", "OLLAMA_HOST" }) Assert.Contains(word, ChatEndpoint.Help, StringComparison.Ordinal);
    }
}
