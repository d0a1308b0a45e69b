using Goodhart.Worlds;

namespace Goodhart.Optimization.CrossEntropy;

/// <summary>A deterministic policy of a few weights: linear, or with one tanh layer, on the inputs it looks at. Discrete actions take the largest output, boxes clip theirs.</summary>
/// <remarks>
/// It holds one vector of weights per situation, so that a whole population acts at once, each candidate in its own copies of a world; a single vector serves
/// situations of any number. Per layer, weights come output by output, its inputs first and its bias last.
/// </remarks>
public sealed class CompactPolicy : IPolicy
{
    private readonly Schema schema;
    private readonly IReadOnlyList<CompactInput> inputs;
    private readonly int width, hidden, outputs;
    private readonly double[]? single;
    private float[] weights = [], scaled = [], inner = [], outer = [];   // each (… × count)
    private int count;

    /// <summary>One vector of weights for all situations. // weights: (<see cref="CountOf"/>)</summary>
    public CompactPolicy(Schema schema, IReadOnlyList<CompactInput> inputs, int hidden, ReadOnlySpan<double> weights) : this(schema, inputs, hidden)
    {
        Ensure.SameLength(weights.Length, CountOf(schema.Actions, inputs.Count, hidden));
        single = weights.ToArray();
    }

    private CompactPolicy(Schema schema, IReadOnlyList<CompactInput> inputs, int hidden) =>
        (this.schema, this.inputs, this.hidden, width, outputs) = (schema, inputs, Ensure.NotNegative(hidden), inputs.Count, OutputsOf(schema.Actions));

    /// <summary>The weights, where one vector serves all. // (<see cref="CountOf"/>)</summary>
    public ReadOnlySpan<double> Weights => single;

    /// <summary>Number of weights.</summary>
    public static int CountOf(ActionSpace actions, int inputs, int hidden) => hidden == 0 ? OutputsOf(actions) * (inputs + 1)
        : hidden * (inputs + 1) + OutputsOf(actions) * (hidden + 1);

    /// <summary>A policy in which candidate p acts in situations p·each … p·each + each − 1.</summary>
    internal static CompactPolicy ForPopulation(Schema schema, IReadOnlyList<CompactInput> inputs, int hidden) => new(schema, inputs, hidden);

    /// <summary>Gives every candidate its weights. // population: (candidates × weights), candidate by candidate</summary>
    internal void Assign(ReadOnlySpan<double> population, int each)
    {
        var size = CountOf(schema.Actions, inputs.Count, hidden);
        Resize(population.Length / size * each);
        for (var n = 0; n < count; n++)
            for (var w = 0; w < size; w++) weights[w * count + n] = (float)population[n / each * size + w];
    }

    /// <summary>Not for several threads at once: it has scratch memory of its own.</summary>
    public void Act(Situations now, Generator rng, Span<float> actions)
    {
        if (single is not null && now.Count != count)
        {
            Resize(now.Count);
            for (var w = 0; w < single.Length; w++) weights.AsSpan(w * count, count).Fill((float)single[w]);
        }

        Ensure.SameLength(now.Count, count);
        CompactInputs.Of(inputs, now.Fields, count, scaled);
        if (hidden == 0) Layer(scaled, width, 0, outer, outputs);
        else
        {
            Layer(scaled, width, 0, inner, hidden);
            Columns.Tanh(inner);
            Layer(inner, hidden, hidden * (width + 1), outer, outputs);
        }

        Choose(actions);
    }

    private void Layer(float[] columns, int wide, int first, float[] results, int height)
    {
        for (var o = 0; o < height; o++)
        {
            var at = first + o * (wide + 1);
            var result = results.AsSpan(o * count, count);
            weights.AsSpan((at + wide) * count, count).CopyTo(result);
            for (var i = 0; i < wide; i++)
                Columns.AddProduct(weights.AsSpan((at + i) * count, count), columns.AsSpan(i * count, count), result);
        }
    }

    private void Choose(Span<float> actions)
    {
        if (schema.Actions is ActionSpace.Box box)
        {
            for (var k = 0; k < outputs; k++) Clip(box.Fields[k], outer.AsSpan(k * count, count), actions.Slice(k * count, count));
            return;
        }

        for (var n = 0; n < count; n++)
        {
            var best = 0;
            for (var a = 1; a < outputs; a++)
                if (outer[a * count + n] > outer[best * count + n]) best = a;
            actions[n] = best;
        }
    }

    private static void Clip(Field field, ReadOnlySpan<float> output, Span<float> action)
    {
        var bounded = float.IsFinite(field.High - field.Low);
        float low = bounded ? field.Low : 0, half = bounded ? (field.High - field.Low) / 2 : 1, middle = bounded ? 1 : 0;
        for (var n = 0; n < output.Length; n++) action[n] = Math.Clamp(low + half * (middle + output[n]), field.Low, field.High);
    }

    private void Resize(int situations)
    {
        if (count == situations) return;
        count = situations;
        (weights, scaled) = (new float[CountOf(schema.Actions, inputs.Count, hidden) * count], new float[width * count]);
        (inner, outer) = (new float[hidden * count], new float[outputs * count]);
    }

    private static int OutputsOf(ActionSpace space) => space is ActionSpace.Discrete discrete ? discrete.Count : space.Width;
}
