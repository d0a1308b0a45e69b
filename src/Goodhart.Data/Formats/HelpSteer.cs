using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>HelpSteer2: ratings {prompt, response, helpfulness, correctness, coherence, complexity, verbosity} of 0 … 4, two rows to a prompt, and signed preferences.</summary>
internal static class HelpSteer
{
    public static readonly string[] Attributes = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"];

    private const string Mark = "<extra_id_1>";

    public static Scale Scale { get; } = new(0, 4);

    public static IFeedbackFormat Ratings { get; } = new RatingFormat();

    /// <summary>{prompt, response_1, response_2, preference_strength}: −3 … −1 prefer the first, 1 … 3 the second.</summary>
    public static IFeedbackFormat Preferences { get; } = new RowFormat("helpsteer2-preference", "{prompt, response_1, response_2, preference_strength: −3 … 3}",
        row => row.HasAll("response_1", "response_2", "preference_strength") ? 1 : 0, ReadPreference);

    /// <summary>A prompt of several turns keeps them in one text, each but the first after a mark and the speaker's name.</summary>
    internal static IReadOnlyList<Turn> Prompt(DataField field)
    {
        var parts = field.Text().Split(Mark);
        List<Turn> turns = [new(Role.User, parts[0].TrimEnd())];
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var role = (end < 0 ? part : part[..end]).Trim() switch { "User" => Role.User, "Assistant" => Role.Assistant, var other => throw field.Fail($"the speaker {Shown.Quoted(other)} is unknown; expected User or Assistant") };
            var text = end < 0 ? "" : part[(end + 1)..].Trim();
            if (role != Role.Assistant || text.Length > 0) turns.Add(new(role, text));
        }

        return turns;
    }

    private static void ReadPreference(DataRow row, FeedbackSink sink)
    {
        var field = row["preference_strength"];
        var strength = field.Number();
        if (strength == 0) throw field.Fail("a strength of 0 prefers neither; −3 … −1 for the first or 1 … 3 for the second was expected");
        if (!(Math.Abs(strength) <= 3)) throw field.Fail($"a strength from −3 to 3 was expected, found {strength:G6}");
        var prompt = Prompt(row["prompt"]);
        Exchange first = new(prompt, Conversation.Answer(row["response_1"])), second = new(prompt, Conversation.Answer(row["response_2"]));
        string[] why = [.. new[] { row["preference_statement"], row["preference_elaboration"] }.Select(words => words.TextOrNull()).OfType<string>()];
        sink.Tag("split", row["split"].TextOrNull());
        sink.Add(Preference.FromSigned(first, second, strength) with { Reason = why.Length > 0 ? string.Join('\n', why) : null, Origin = Origins.Of(row) });
    }

    private sealed class RatingFormat : IFeedbackFormat
    {
        public string Name => "helpsteer2";

        public string Looks => "{prompt, response, helpfulness, correctness, coherence, complexity, verbosity: 0 … 4}, two rows to a prompt";

        public bool KeepsOrder => true;

        public double Likeness(DataRow row) => row.HasAll("prompt", "response", "helpfulness") ? 1 : 0;

        public IFormatReader Begin() => new Reader();

        /// <summary>Counts the rows of each run of one prompt: a row whose partner is missing can be rated, and not compared.</summary>
        private sealed class Reader : IFormatReader
        {
            private string? prompt;
            private int rows;

            public void Read(DataRow row, FeedbackSink sink)
            {
                var text = row["prompt"].Text();
                if (text != prompt) End(sink);
                (prompt, rows) = (text, text == prompt ? rows + 1 : 1);
                var marks = Attributes.Where(row.Has).ToDictionary(name => name, name => Marked(row[name]));
                sink.Add(new Rating<Exchange>(new(Prompt(row["prompt"]), Conversation.Answer(row["response"])), marks) { Origin = Origins.Of(row) });
            }

            public void End(FeedbackSink sink)
            {
                if (rows % 2 == 1) sink.Note("a prompt has an odd number of rated answers; a row without its partner can be rated, and not compared");
            }
        }

        private static Mark Marked(DataField field)
        {
            if (field.IsNull) return new(null, Scale);
            var value = field.Number();
            return value is >= 0 and <= 4 ? new(value, Scale) : throw field.Fail($"a mark from 0 to 4 was expected, found {value:G6}");
        }
    }
}
