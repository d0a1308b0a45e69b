using static Goodhart.Tests.ProgramBench;

namespace Goodhart.Tests;

public sealed class DiagnosticTests
{
    private const string head = "double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)\n{\n";

    // The offending thing stands where the third column says; bodies begin on line 3.
    [Theory]
    [InlineData("RP0003", 3, "    return ((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))));")]
    [InlineData("RP0004", 4, "return 1;\n)")]
    [InlineData("RP0005", 4, "return 1;\n/* never closed")]
    [InlineData("RP0005", 3, "parts[\"x] = 1; return 1;")]
    [InlineData("RP0006", 4, "return 1;\n#line 5")]
    [InlineData("RP0007", 3, "return M\\u0061th.Abs(1);")]
    [InlineData("RP0007", 4, "// θ is fine in a comment\nreturn θ;")]
    [InlineData("RP0007", 3, "parts[\"\"\"x\"\"\"] = 1;")]
    [InlineData("RP0008", 3, "return __fuel;")]
    [InlineData("RP0200", 3, "return checked(1);")]
    [InlineData("RP0201", 4, "\ntry { return 1; } catch { return 0; }")]
    [InlineData("RP0205", 3, "unsafe { } return 1;")]
    [InlineData("RP0206", 3, "again: goto again;")]
    [InlineData("RP0207", 3, "object o = 1; return 1;")]
    [InlineData("RP0207", 4, "\nreturn 1m;")]
    [InlineData("RP0207", 3, "return after is Obs o ? 1 : 0;")]
    [InlineData("RP0208", 3, "var s = \"text\"; return 1;")]
    [InlineData("RP0208", 3, "const string a = \"b\"; const string c = a + a; return 1;")]
    [InlineData("RP0209", 3, "void F(out double x) { x = 1; } return 1;")]
    [InlineData("RP0210", 3, "T F<T>(T x) => x; return 1;")]
    [InlineData("RP0211", 3, "var o = new Obs(); return 1;")]
    [InlineData("RP0212", 3, "var a = new double[2, 2]; return 1;")]
    [InlineData("RP0214", 3, "var a = (1, 2, 3, 4, 5, 6); var b = (a, a, a); return 1;")]
    [InlineData("RP0214", 3, "var a=(1,1); var b=(a,a); var c=(b,b); var d=(c,c); var e=(d,d); var f=(e,e); var g=(f,f); var h=(g,g); var i=(h,h); return 1;")]
    [InlineData("RP0215", 3, "Func<int,int> f = a => F(b => F(c => F(d => F(e => e)))); return 1;")]
    [InlineData("RP0217", 3, "Func<double> f = () => 1; f += f; return 1;")]
    [InlineData("RP0303", 3, "var k = \"a\" == \"b\"; return 1;", "RP0208")]
    [InlineData("RP0304", 4, "\nparts[\"two words\"] = 1; return 1;")]
    [InlineData("RP0305", 3, "parts[\"task_score\"] = 1; return 1;")]
    [InlineData("RP0305", 3, "parts[\"total\"] = 1; return 1;")]
    [InlineData("RP0307", 3, "memory[\"1st\"] = 1; return 1;")]
    [InlineData("CS0103", 5, "\n\nreturn speed;")]
    [InlineData("CS1061", 3, "return after.Speed;")]
    [InlineData("CS0266", 3, "int i = 0.5; return i;")]
    [InlineData("CS1002", 3, "return 1")]
    [InlineData("CS0165", 4, "double x;\nreturn x;")]
    [InlineData("CS0161", 1, "if (after.Terminal) return 1;")]
    [InlineData("CS7036", 3, "return Math.Clamp(1, 2);", "CS1501")]
    [InlineData("CS0019", 3, "return after.Terminal * 2;")]
    [InlineData("CS0128", 3, "double x = 1; double x = 2; return x;")]
    [InlineData("CS0200", 3, "after.Angle = 1; return 1;")]
    [InlineData("CS8509", 3, "return after.Angle switch { > 0 => 1 };")]
    public void A_mistake_has_its_id_and_its_line(string id, int line, string body, string? instead = null)
    {
        var first = Refused(head + body + "\n}")[0];
        Assert.Equal((instead ?? id, line), (first.Id, first.Line));
        Assert.NotEqual("", first.Message);
        Assert.NotEqual("", first.Suggestion);
    }

    [Theory]
    [InlineData("RP0202", "double seen;\n")]
    [InlineData("RP0202", "static readonly double[] weights = { 1, 2 };\n")]
    [InlineData("RP0202", "double Scale => 2;\n")]
    [InlineData("CS0133", "readonly double root = Math.Sqrt(2);\n")]
    [InlineData("RP0203", "class Mine { }\n")]
    [InlineData("RP0204", "[System.Obsolete]\n")]
    [InlineData("RP0213", "double F(int x) => 1; double F(double x) => 2;\n")]
    [InlineData("RP0209", "static extern double F();\n")]
    [InlineData("RP0004", "} namespace System { class Evil {\n")]
    public void A_member_that_is_not_allowed_is_told_on_its_line(string id, string member)
    {
        var found = Refused(member + head + "return 1;\n}");
        Assert.Equal((id, 1), (found[0].Id, found[0].Line));
    }

    [Fact]
    public void The_program_itself_is_no_value() => Assert.Contains(Refused(Body("var t = this; return 1;")), d => d.Id == "RP0216" && d.Line == 3);

    [Fact]
    public void Columns_are_the_users_on_the_first_line_and_on_others()
    {
        Assert.Equal((1, 60), Place("double Reward(Obs before, Act action, Obs after) => return Speed;".Replace("return ", "    1 +", StringComparison.Ordinal)));
        Assert.Equal((3, 18), Place("double Reward(Obs before, Act action, Obs after)\n{\n    return after.Speed;\n}"));

        static (int, int) Place(string text) => (Refused(text)[0].Line, Refused(text)[0].Column);
    }

    [Fact]
    public void A_text_is_limited_exactly()
    {
        var text = Body("return 1;");
        using (var fits = Compile(text, new(Characters: text.Length))) Assert.NotNull(fits);
        Assert.Equal("RP0001", Refused(text, new(Characters: text.Length - 1))[0].Id);
        Assert.Equal("RP0002", Refused(" \n ")[0].Id);
        using (var deep = Compile(Body("return " + new string('(', 39) + "1" + new string(')', 39) + ";"))) Assert.NotNull(deep);   // and the braces of the method
        Assert.Equal("RP0003", Refused(Body("return " + new string('(', 40) + "1" + new string(')', 40) + ";"))[0].Id);
    }

    [Fact]
    public void A_method_is_limited_to_so_many_tokens()
    {
        // Head: 18 words and marks with its brackets; then { return 1 ; } are 5.
        const string text = "double Reward(Obs before, Act action, Obs after) { return 1; }";   // double Reward ( Obs before , Act action , Obs after ) = 12, and 5
        using (var fits = Compile(text, new(Tokens: 16))) Assert.NotNull(fits);                 // the last brace closes the method and is not counted
        Assert.Equal("RP0009", Refused(text, new(Tokens: 14))[0].Id);
    }

    [Fact]
    public void Nesting_that_no_bracket_shows_is_bounded()
    {
        string Not(int n) => Body("return " + new string('!', n) + "after.Terminal ? 1 : 0;");
        using (var fits = Compile(Not(390))) Assert.NotNull(fits);
        Assert.Equal("RP0010", Refused(Not(401))[0].Id);
        Assert.Equal("RP0010", Refused(Body("return 1" + string.Concat(Enumerable.Repeat(".x", 101)) + ";"))[0].Id);
        Assert.Equal("RP0010", Refused(Body("if (after.Terminal) return 1;" + string.Concat(Enumerable.Repeat("else if (after.Angle > 0) return 1;", 200)) + "return 0;"))[0].Id);
    }

    [Fact]
    public void The_entry_is_found_or_shown()
    {
        var missing = Refused("double Rewards(Obs before, Act action, Obs after) => 1;")[0];
        Assert.Equal("RP0301", missing.Id);
        Assert.Contains("'Rewards'", missing.Message, StringComparison.Ordinal);
        var other = Refused("\ndouble Reward(Obs before, Obs after) => 1;")[0];
        Assert.Equal(("RP0302", 2, 8), (other.Id, other.Line, other.Column));
        Assert.Contains("double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)", other.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_limited_in_number()
    {
        string Parts(int n) => Body(string.Concat(Enumerable.Range(0, n).Select(i => $"parts[\"p{i}\"] = {i}; ")) + "return 1;");
        using (var fits = Compile(Parts(20))) Assert.Equal(20, fits.Components.Count);
        Assert.Equal("RP0306", Refused(Parts(21))[0].Id);
        Assert.Equal("RP0308", Refused(Body("memory[\"a\"] = 1; memory[\"b\"] = 1; return 1;"), new(MemoryEntries: 1))[0].Id);
        Assert.Equal("RP0303", Refused(Body("const string a = \"a\"; return parts[name: a];"))[0].Id);
    }

    [Fact]
    public void A_compilation_that_takes_too_long_is_given_up() => Assert.Equal("RP0011", Refused(Body("return 12345;"), new(Seconds: 1e-7))[0].Id);

    [Fact]
    public void Suggestions_name_what_exists()
    {
        Assert.Contains("'AngularVelocity'", Refused(Body("return after.AngularVelocty;"))[0].Suggestion, StringComparison.Ordinal);
        Assert.Equal("Write after.Angle.", Refused(Body("return angle;"))[0].Suggestion);
        Assert.Equal("Write Math.Abs.", Refused(Body("return Abs(1);"))[0].Suggestion);
        Assert.Contains("guard", Refused(Body("try { return 1; } catch { return 0; }"))[0].Suggestion, StringComparison.Ordinal);
    }
}
