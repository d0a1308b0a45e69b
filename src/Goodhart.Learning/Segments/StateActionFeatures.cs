namespace Goodhart.Learning.Segments;

/// <summary>What a learnt reward sees of a step: the observation before it and the action.</summary>
/// <remarks>Bounded columns are scaled to [−1, 1], others by x/(1 + |x|); a discrete action is one column per choice.</remarks>
public sealed class StateActionFeatures(Schema schema)
{
    private readonly int choices = schema.Actions is ActionSpace.Discrete discrete ? discrete.Count : 0;

    /// <summary>Columns.</summary>
    public int Width => schema.Observation.Count + (choices > 0 ? choices : schema.Actions.Width);

    /// <summary>The features of one row of a batch. // features: (Width)</summary>
    public void Of(Transitions batch, int row, Span<float> features)
    {
        Ensure.SameLength(features.Length, Width);
        var fields = schema.Observation.Count;
        for (var f = 0; f < fields; f++) features[f] = Scaled(batch.Observation(f)[row], schema.Observation[f]);
        if (choices > 0)
        {
            features[fields..].Clear();
            features[fields + (int)batch.Action()[row]] = 1;
            return;
        }

        for (var k = 0; k < schema.Actions.Width; k++) features[fields + k] = Scaled(batch.Action(k)[row], ((ActionSpace.Box)schema.Actions).Fields[k]);
    }

    private static float Scaled(float value, Field field) => float.IsFinite(field.Low) && float.IsFinite(field.High) && field.High > field.Low
        ? 2 * (value - field.Low) / (field.High - field.Low) - 1 : value / (1 + Math.Abs(value));
}
