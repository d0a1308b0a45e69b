using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Goodhart.Design;
using Microsoft.Extensions.AI;

namespace Goodhart.Papers;

/// <summary>
/// Designer, critic and analyzer without a language model: scripts that read the real prompts and answer with real C# and real words, by rules that are written here.
/// What they know of each other is what stands in those prompts.
/// </summary>
/// <param name="Broken">Share of the designer's answers with one seeded mistake.</param>
/// <param name="Sees">Share of the mistakes that only words give away which the critic sees.</param>
/// <param name="Alarms">Share of right programs that the critic objects to.</param>
internal sealed partial record AutoMcRewardScript(double Broken = .3, double Sees = .9, double Alarms = .05)
{
    private readonly HashSet<string> faulty = new(StringComparer.Ordinal);

    /// <summary>The ten mistakes: five that the box refuses or that break a rule, five that run.</summary>
    public static IReadOnlyList<Fault> Mistakes { get; } =
    [
        .. new[] { "missing-brace", "unknown-attribute", "undefined-variable", "infinite-loop", "division-by-zero" }.Select(FaultyCode.Find),
        .. new[] { "dense-misnamed", "sparse-constant", "condition-never", "memory-never-written", "dense-sign" }.Select(SignFaults.Find),
    ];

    public IChatClient Designer(ulong seed) => new ScriptedChat(Design, Generator.Derive(seed, 1), "designer's script");

    public IChatClient Critic(ulong seed) => new ScriptedChat(Review, Generator.Derive(seed, 2), "critic's script");

    public static IChatClient Analyzer(ulong seed) => new ScriptedChat(r => Analyze(r.Last), Generator.Derive(seed, 3), "analyzer's script");

    /// <summary>Programs without a mistake: the first one, and with one and with all suggestions heeded.</summary>
    public static IEnumerable<string> Sound => new string[][] { [], [Heeded[0].Comment], [Heeded[1].Comment], [.. Heeded.Select(h => h.Comment)] }.Select(heeded => Program(heeded, _ => 1));

    /// <summary>Whether a mistake was seeded into a candidate's program.</summary>
    public bool IsFaulty(Candidate candidate) => candidate.Failure is not null || faulty.Contains(candidate.Text);

    private string Design(ScriptedRequest request)
    {
        var (rng, signs) = (request.Rng, !request.System.Contains("how much each is worth", StringComparison.Ordinal));
        var heeded = Heeded.Where(h => request.Answered.Contains(h.Comment, StringComparison.Ordinal) || Suggestions(request.Last).Any(s => s.Contains(h.Word, StringComparison.Ordinal))).Select(h => h.Comment).ToArray();
        var program = Program(heeded, signs ? _ => 1 : _ => Math.Pow(10, 4 * rng.NextDouble() - 2));
        if (rng.NextDouble() >= Broken) return $"The agent must find ore and walk into it.\n{CodeBlock.Fence(program)}";
        var answer = FaultyCode.Reply(program, rng, Mistakes);
        var code = CodeBlock.Extract(answer).Code ?? answer;
        lock (faulty)
        {
            faulty.Add(code);
            faulty.Add(SignReward.Of(code));
        }

        return $"The agent must find ore and walk into it.\n{answer}";
    }

    /// <summary>What the first program forgets, by a word of a suggestion.</summary>
    private static readonly (string Word, string Comment)[] Heeded =
        [("lava", "// Keep out of the lava."), ("pickaxe", "// Without a pickaxe no ore: wood while there is too little of it, then the pickaxe."), ("been before", "// No ore in view: do not stay where one has been.")];

    /// <summary>The program: it pays for the diamond and for being nearer to ore than ever before, and what was suggested since.</summary>
    internal static string Program(IReadOnlyList<string> heeded, Func<int, double> weight)
    {
        string Times(int term) => weight(term).ToString("G3", CultureInfo.InvariantCulture);
        var (lava, pickaxe, look) = (heeded.Contains(Heeded[0].Comment), heeded.Contains(Heeded[1].Comment), heeded.Contains(Heeded[2].Comment));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            double Reward(Obs before, Act action, Obs after, Parts parts, Memory memory)
            {
                // The diamond is what counts.
                double sparse = after.HasDiamond ? {{Times(0)}} : 0;
                // On the way: ore in view, and nearer than it ever was.
                double dense = 0;
                double nearest = memory.Has("nearest") ? memory["nearest"] : World.UnseenDistance;
                if ({{(pickaxe ? "after.HasPickaxe && " : "")}}after.Ore.Distance < nearest)
                {
                    dense = {{Times(1)}};
                    memory["nearest"] = after.Ore.Distance;
                }

            """);
        if (pickaxe) text.Append(CultureInfo.InvariantCulture, $$"""
                {{Heeded[1].Comment}}
                if (!before.HasPickaxe && before.Wood < World.WoodNeeded && after.Wood > before.Wood) dense = {{Times(2)}};
                if (after.HasPickaxe && !before.HasPickaxe) dense = {{Times(3)}};

            """);
        if (look) text.Append(CultureInfo.InvariantCulture, $$"""
                {{Heeded[2].Comment}}
                if (after.HasPickaxe && !after.Ore.Seen && after.CellsVisited <= before.CellsVisited) dense = -{{Times(4)}};

            """);
        if (lava) text.Append(CultureInfo.InvariantCulture, $$"""
                {{Heeded[0].Comment}}
                if (after.InLava) sparse = -{{Times(5)}};

            """);
        return text.Append("    parts[\"sparse\"] = sparse;\n    parts[\"dense\"] = dense;\n    return sparse + dense;\n}\n").ToString().ReplaceLineEndings("\n");
    }

    private string Review(ScriptedRequest request)
    {
        var opposite = request.Last.Contains("parts[\"dense\"] = -(", StringComparison.Ordinal) || request.Last.Contains("parts[\"sparse\"] = -(", StringComparison.Ordinal);
        var objects = request.Rng.NextDouble() < (opposite ? Sees : Alarms);
        return !objects ? "1. The code does what its comments say.\nVERDICT: pass"
            : opposite ? "1. A part is written with the opposite sign of what the comments say.\nVERDICT: revise" : "1. I cannot follow the program.\nVERDICT: revise";
    }

    /// <summary>A cause and a suggestion for every ending that the statistics show and that says something about what was observed.</summary>
    internal static string Analyze(string prompt)
    {
        var words = new StringBuilder();
        foreach (Match line in Ending().Matches(prompt))
        {
            var (ending, share) = (line.Groups["ending"].Value, line.Groups["share"].Value);
            double At(string field) => Regex.Match(line.Value, $@"[ ,]{Regex.Escape(field)} (-?\d+(?:\.\d+)?)") is { Success: true } m ? double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : double.NaN;
            var (cause, suggestion) = (At("in lava"), At("has pickaxe"), At("ore.seen")) switch
            {
                ( > .5, _, _) => ("walked into lava", "punish being in lava"),
                (_, < .5, _) => ("time ran out without a pickaxe", "pay for wood and for the pickaxe first"),
                (_, >= .5, < .5) => ("time ran out with no ore in view", "punish staying where one has been before while no ore is seen"),
                _ => ("", ""),
            };
            if (cause.Length > 0 && ending != "success") words.Append(CultureInfo.InvariantCulture, $"CAUSE: {ending}: {cause} ({share}).\nSUGGESTION: {suggestion}.\n");
        }

        return words.Length > 0 ? words.ToString() : "The steps show no cause.";
    }

    private static IEnumerable<string> Suggestions(string told) => told.Split('\n').Where(l => l.StartsWith("SUGGESTION:", StringComparison.Ordinal));

    [GeneratedRegex(@"^- (?<ending>[^:\n]+): \d+ \((?<share>\d+%)\).*$", RegexOptions.Multiline)]
    private static partial Regex Ending();
}
