using System.Text.Json;

namespace Goodhart.Audit.Orderings;

/// <summary>Reads orderings from JSON lines.</summary>
/// <remarks>
/// One ordering per line, each side a step or a list of steps of one episode:
/// <code>
/// {"defaults": {"x": 0, "y": 0, "has key": 0}}
/// {"better": {"after": {"x": 2}, "action": "right"}, "worse": {"after": {"x": 1}, "action": "left"}, "why": "nearer to the door"}
/// </code>
/// A line with <c>defaults</c> sets fields that later lines leave out. <c>before</c> is the step before's <c>after</c> where it is left out, or the defaults at
/// the first step; <c>action</c> is a name or number, or a list of numbers; <c>terminated</c> is false where it is left out; <c>margin</c> is 0.
/// </remarks>
public static class OrderingFile
{
    private static readonly string[] lineKeys = ["better", "worse", "why", "margin", "defaults"], stepKeys = ["before", "after", "action", "terminated"];

    /// <exception cref="OrderingFileException">A line is not what is described above.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Ordering> Read(string path, Schema schema) => Parse(File.ReadLines(path), Path.GetFileName(path), schema);

    internal static IReadOnlyList<Ordering> Parse(IEnumerable<string> lines, string file, Schema schema)
    {
        var orderings = new List<Ordering>();
        var defaults = new Dictionary<string, float>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var place = new Place($"{file}:{number}", schema, defaults);
            using var document = place.Json(line);
            place.Known(document.RootElement, lineKeys, "the line");
            if (document.RootElement.TryGetProperty("defaults", out var set))
            {
                foreach (var (field, value) in place.Fields(set, "defaults")) defaults[field] = value;
                continue;
            }

            orderings.Add(place.Ordering(document.RootElement));
        }

        return orderings.Count > 0 ? orderings : throw new OrderingFileException($"{file}: no orderings in it; expected lines such as {{\"better\": …, \"worse\": …}}.");
    }

    /// <summary>One line of the file, for messages that say where.</summary>
    private sealed class Place(string at, Schema schema, IReadOnlyDictionary<string, float> defaults)
    {
        public JsonDocument Json(string line)
        {
            try
            {
                var document = JsonDocument.Parse(line);
                return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Wrong("expected a JSON object");
            }
            catch (JsonException broken)
            {
                throw Wrong($"no valid JSON at character {broken.BytePositionInLine + 1}");
            }
        }

        public Ordering Ordering(JsonElement line) => new(at, line.TryGetProperty("why", out var why) ? Text(why, "why") : "",
            Steps(line, "better"), Steps(line, "worse"), line.TryGetProperty("margin", out var margin) ? Number(margin, "margin") : 0);

        public void Known(JsonElement item, string[] keys, string where)
        {
            foreach (var property in item.EnumerateObject())
                if (!keys.Contains(property.Name)) throw Wrong($"{where} has no field '{property.Name}'.{Nearest.Hint(property.Name, keys)}");
        }

        public IEnumerable<(string, float)> Fields(JsonElement item, string where)
        {
            if (item.ValueKind != JsonValueKind.Object) throw Wrong($"'{where}' must be an object of observation fields");
            foreach (var property in item.EnumerateObject())
            {
                if (!schema.Observation.Any(f => f.Name == property.Name))
                    throw Wrong($"'{where}' has no observation field '{property.Name}'.{Nearest.Hint(property.Name, [.. schema.Observation.Select(f => f.Name)])}");
                yield return (property.Name, property.Value.ValueKind is JsonValueKind.True ? 1 : property.Value.ValueKind is JsonValueKind.False ? 0 : (float)Number(property.Value, property.Name));
            }
        }

        private Transitions Steps(JsonElement line, string side)
        {
            if (!line.TryGetProperty(side, out var item)) throw Wrong($"'{side}' is missing");
            JsonElement[] steps = item.ValueKind == JsonValueKind.Array ? [.. item.EnumerateArray()] : [item];
            if (steps.Length == 0) throw Wrong($"'{side}' has no steps");
            var batch = new Transitions(schema, steps.Length);
            batch.Truncated.Clear();
            if (schema.States > 0)
            {
                batch.State.Clear();
                batch.NextState.Clear();
            }

            for (var i = 0; i < steps.Length; i++) Step(steps[i], steps.Length == 1 ? side : $"{side}[{i}]", batch, i);
            return batch;
        }

        private void Step(JsonElement step, string where, Transitions batch, int row)
        {
            if (step.ValueKind != JsonValueKind.Object) throw Wrong($"'{where}' must be a step such as {{\"after\": {{…}}, \"action\": …}}");
            Known(step, stepKeys, $"'{where}'");
            for (var f = 0; f < schema.Observation.Count; f++)
            {
                var name = schema.Observation[f].Name;
                batch.Observation(f)[row] = row > 0 ? batch.Next(f)[row - 1] : defaults.GetValueOrDefault(name, float.NaN);
            }

            if (step.TryGetProperty("before", out var before))
                foreach (var (field, value) in Fields(before, $"{where}.before")) batch.Observation(field)[row] = value;
            for (var f = 0; f < schema.Observation.Count; f++) batch.Next(f)[row] = batch.Observation(f)[row];
            if (step.TryGetProperty("after", out var after))
                foreach (var (field, value) in Fields(after, $"{where}.after")) batch.Next(field)[row] = value;
            Complete(batch, row, where);
            batch.Terminated[row] = step.TryGetProperty("terminated", out var terminated) && Flag(terminated);
            Action(step, where, batch, row);
        }

        private void Complete(Transitions batch, int row, string where)
        {
            for (var f = 0; f < schema.Observation.Count; f++)
                if (float.IsNaN(batch.Observation(f)[row]) || float.IsNaN(batch.Next(f)[row]))
                    throw Wrong($"'{where}' does not say '{schema.Observation[f].Name}'; give it there or in an earlier line of defaults");
        }

        private void Action(JsonElement step, string where, Transitions batch, int row)
        {
            if (!step.TryGetProperty("action", out var action)) throw Wrong($"'{where}' has no action");
            if (schema.Actions is ActionSpace.Discrete discrete)
            {
                var index = action.ValueKind == JsonValueKind.String ? discrete.Names.ToList().IndexOf(action.GetString()!) : (int)Number(action, "action");
                if (index < 0 || index >= discrete.Count) throw Wrong($"'{where}' has an unknown action '{action}'.{Nearest.Hint(action.ToString(), [.. discrete.Names])}");
                batch.Action()[row] = index;
                return;
            }

            JsonElement[] numbers = action.ValueKind == JsonValueKind.Array ? [.. action.EnumerateArray()] : [action];
            if (numbers.Length != schema.Actions.Width) throw Wrong($"'{where}' has an action of {numbers.Length} numbers, expected {schema.Actions.Width}");
            for (var k = 0; k < numbers.Length; k++) batch.Action(k)[row] = (float)Number(numbers[k], "action");
        }

        private bool Flag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong($"'terminated' must be true or false, was {value}");

        private double Number(JsonElement value, string field) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number : throw Wrong($"'{field}' must be a finite number, was {value}");

        private string Text(JsonElement value, string field) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"'{field}' must be text, was {value}");

        private OrderingFileException Wrong(string what) => new($"{at}: {what}.".Replace("..", ".", StringComparison.Ordinal));
    }
}
