using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class ProgramCritiqueTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string File => Path.Combine(folder.Path, "critiques.jsonl");

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<ProgramCritique> Read(string text)
    {
        System.IO.File.WriteAllText(File, text);
        return ProgramCritique.Read(File, "abc");
    }

    [Fact]
    public void Critiques_are_read_in_order()
    {
        var critiques = Read("{\"hash\":\"abc\",\"description\":\"It pushes the cube.\",\"advice\":\"Lift it first.\"}\n\n{\"hash\":\"abc\",\"description\":\"\",\"advice\":\"Be gentle.\",\"by\":\"x\"}");
        Assert.Equal([new("abc", "It pushes the cube.", "Lift it first."), new("abc", "", "Be gentle.")], critiques);
        Assert.Equal(("code", "It pushes the cube. Lift it first."), (critiques[0].Of("code").Item, critiques[0].Of("code").Text));
    }

    [Theory]
    [InlineData("\n{\"hash\":\"abd\",\"description\":\"d\",\"advice\":\"a\"}", "line 2: this critique is on program 'abd', but the program is 'abc'. Watch the current policy and say it anew.")]
    [InlineData("{\"hash\":\"abc\",\"description\":\"d\"}", "line 1: 'advice' must be a text, but is missing.")]
    [InlineData("{\"hash\":3,\"description\":\"d\",\"advice\":\"\"}", "line 1: 'hash' must be a text, was Number.")]
    [InlineData("{\"hash\":\"abc\",\"description\":\" \",\"advice\":\"\"}", "line 1: a critique needs a description or an advice, both were empty.")]
    [InlineData("[]", "line 1: an object with hash, description and advice was expected, found Array.")]
    [InlineData("{\"hash\":\"ab", "line 1: not valid JSON (")]
    public void A_line_that_does_not_fit_is_named(string text, string message) =>
        Assert.StartsWith($"{File}, {message}", Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal($"There is no file of critiques '{File}'.", Assert.Throws<FileNotFoundException>(() => ProgramCritique.Read(File, "abc")).Message);
}
