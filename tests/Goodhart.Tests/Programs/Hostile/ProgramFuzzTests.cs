using System.Diagnostics;
using System.Globalization;
using Goodhart.Design;

namespace Goodhart.Tests;

/// <summary>
/// Programs that nobody wrote, spliced from benign ones: each is refused or runs or ends by a typed exception. A few seconds by default; the nightly run sets
/// GOODHART_FUZZ_SECONDS=60 (and GOODHART_FUZZ_SEED to go elsewhere), as in
/// <c>GOODHART_FUZZ_SECONDS=60 dotnet run -c Release -- -class Goodhart.Tests.ProgramFuzzTests</c>.
/// </summary>
/// <remarks>The program at work is kept in goodhart-fuzz-last.txt of the temporary folder, for the case that the whole process dies of it.</remarks>
public sealed class ProgramFuzzTests(ITestOutputHelper output)
{
    /// <summary>Programs that are tried however slow the machine is.</summary>
    private const int Least = 60;

    [Fact]
    public void SplicedPrograms_NeverGetBeyondATypedException()
    {
        var (seconds, seed) = (Number("GOODHART_FUZZ_SECONDS", 4), Number("GOODHART_FUZZ_SEED", 1));
        var splicer = new ProgramSplicer(SuiteProgram.Benign, new Generator((ulong)seed));
        var compiler = new RewardCompiler(new(Fuel: 20_000));
        var (ends, clock, last) = (new Dictionary<string, int>(), Stopwatch.StartNew(), Path.Combine(Path.GetTempPath(), "goodhart-fuzz-last.txt"));
        for (var count = 0; count < Least || clock.Elapsed.TotalSeconds < seconds; count++)
        {
            var (contract, text) = splicer.Next();
            File.WriteAllText(last, text);
            var began = clock.Elapsed;
            var end = End(compiler, contract, text);
            Assert.True(clock.Elapsed - began < TimeSpan.FromSeconds(30), $"Program {count} took {clock.Elapsed - began}:\n{text}");
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        File.Delete(last);
        output.WriteLine(string.Join(", ", ends.OrderByDescending(e => e.Value).Select(e => $"{e.Key} {e.Value}")));
        Assert.True(ends.Count >= 3, $"Only {string.Join(", ", ends.Keys)}: the splices reach too little.");
    }

    private static string End(RewardCompiler compiler, RewardContract contract, string text)
    {
        try
        {
            return SuiteRun.Of(new("spliced", "", contract, [], text), compiler.Compile).End;
        }
        catch (Exception thrown)
        {
            throw new InvalidOperationException($"{thrown.GetType().Name}: {thrown.Message}\nof the program\n{text}", thrown);
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
