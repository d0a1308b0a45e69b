using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class CodeBlockTests
{
    private const string Program = "double Near(double x) => 1 / (1 + x);\ndouble Reward(Obs before, Act action, Obs after)\n{\n    return Near(after.X);\n}\ndouble Late() => 1;";

    [Theory]
    [InlineData("Sure!\n```csharp\n{0}\n```\nDone.")]
    [InlineData("```python\nprint(1)\n```\n```C#\n{0}\n```")]                         // a tagged block goes before an earlier foreign one
    [InlineData("```cs title=\"reward\"\n{0}\n```")]
    [InlineData("The old one was\n```csharp\nhelper();\n```\nand the new one is\n```csharp\n{0}\n```")]   // the one that declares the entry
    [InlineData("Here:\n~~~\n{0}\n~~~\n")]
    [InlineData("- first:\n  ```\n{0}\n  ```\n")]
    [InlineData("````csharp\n{0}\n````")]
    [InlineData("```csharp\n{0}")]                                                   // cut off before the fence closed
    [InlineData("{0}")]
    public void The_program_is_found_with_all_its_helpers(string reply)
    {
        var found = CodeBlock.Extract(reply.Replace("{0}", Program, StringComparison.Ordinal));
        Assert.Equal((Program, ""), (found.Code, found.Reason));
    }

    [Fact]
    public void Line_ends_of_any_kind_are_understood() =>
        Assert.Equal(Program, CodeBlock.Extract("```csharp\n".ReplaceLineEndings("\r\n") + Program.ReplaceLineEndings("\r\n") + "\r\n```\r\n").Code);

    [Fact]
    public void A_block_without_the_entry_is_still_the_program_so_that_the_compiler_can_say_what_it_lacks() =>
        Assert.Equal("double F() => 1;", CodeBlock.Extract("```csharp\ndouble F() => 1;\n```").Code);

    [Fact]
    public void The_entry_may_have_another_name() => Assert.Equal("double Cost(Obs o) => 1;", CodeBlock.Extract("double Cost(Obs o) => 1;", "Cost").Code);

    [Theory]
    [InlineData("", "The answer is empty.")]
    [InlineData(" \n", "The answer is empty.")]
    [InlineData("I cannot write a Reward (sorry).", "The answer holds no code: it has no fenced block, and its text declares no method 'Reward'.")]
    [InlineData("Use `Reward(x)` inline.", "The answer holds no code: it has no fenced block, and its text declares no method 'Reward'.")]
    [InlineData("```csharp\n\n```", "The answer's fenced block is empty.")]
    public void Prose_is_no_program_and_says_why(string reply, string reason)
    {
        var found = CodeBlock.Extract(reply);
        Assert.Null(found.Code);
        Assert.Equal(reason, found.Reason);
    }

    [Fact]
    public void Fence_and_extract_are_inverse() => Assert.Equal(Program, CodeBlock.Extract(CodeBlock.Fence(Program)).Code);
}
