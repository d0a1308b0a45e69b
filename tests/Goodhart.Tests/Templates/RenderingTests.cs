using System.Text.Json;
using Goodhart.Models;

namespace Goodhart.Tests;

/// <summary>Templates of the shapes that Llama, Qwen and their kin ship, and expressions of Jinja, against what Jinja 3 gave as transformers sets it up.</summary>
public sealed class RenderingTests
{
    private static readonly JsonElement file = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Goodhart.Tests", "Templates", "renderings.json")));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, file.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_GivesWhatJinjaGives(int index)
    {
        var known = file.GetProperty("cases")[index];
        var (name, want) = (known.GetProperty("template").GetString()!, known.GetProperty("want").GetString()!);
        var source = file.GetProperty("templates").TryGetProperty(name, out var shipped) ? shipped.GetString()! : name;
        var extra = known.TryGetProperty("thinking", out var thinking) ? new Dictionary<string, JsonElement> { ["enable_thinking"] = thinking } : null;
        string Render() => ChatTemplate.Parse(source).Render(file.GetProperty("messages").GetProperty(known.GetProperty("messages").GetString()!), known.GetProperty("generate").GetBoolean(),
            new("<s>", "</s>", known.GetProperty("tools").GetBoolean() ? file.GetProperty("tools") : null, extra));
        if (!want.StartsWith("ERR ", StringComparison.Ordinal)) Assert.Equal(want, Render());
        else Assert.DoesNotContain('\n', Assert.Throws<TemplateException>(Render).Message);
    }

    [Fact]
    public void Render_RaisedByTheTemplate_SaysWhatItSays() =>
        Assert.Contains("no tools here", Assert.Throws<TemplateException>(() => ChatTemplate.Parse("a\n{{ raise_exception('no tools here') }}").Render([])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("x\n  {% foo %}", 2)]
    [InlineData("{% if true %}", 1)]
    [InlineData("{{ 'a' | nofilter }}", 1)]
    [InlineData("{{ 1 +", 1)]
    public void Parse_Malformed_NamesTheLine(string source, int line) => Assert.Equal(line, Assert.Throws<TemplateException>(() => ChatTemplate.Parse(source).Render([])).Line);

    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% set ns = namespace(x='aaaaaaaaaa') %}{% for a in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{{ 'a' * 2000000000 }}")]
    public void Render_Hostile_IsStopped(string source) => Assert.Throws<TemplateException>(() => ChatTemplate.Parse(source).Render([]));

    [Fact]
    public void Render_SeesNoObjectOfNet() => Assert.Equal("||", ChatTemplate.Parse("{{ messages.Count }}|{{ messages[0].GetType }}|{{ ''.__class__ }}").Render([new(Role.User, "a")]));

    [Fact]
    public void ChatMl_IsChatMl() => Assert.Equal("<|im_start|>system\ns<|im_end|>\n<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n", ChatTemplate.ChatMl.Render([new(Role.System, "s"), new(Role.User, "q")], generate: true));
}
