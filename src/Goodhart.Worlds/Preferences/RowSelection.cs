namespace Goodhart.Worlds.Preferences;

/// <summary>Rows made of other rows.</summary>
public static class RowSelection
{
    extension(FeatureRows rows)
    {
        /// <summary>The rows at the given places, in that order.</summary>
        public FeatureRows At(IReadOnlyList<int> places)
        {
            var values = new float[places.Count * rows.Width];
            for (var i = 0; i < places.Count; i++) rows[places[i]].CopyTo(values.AsSpan(i * rows.Width));
            return new(values, rows.Width);
        }

        /// <summary>The same rows with one column set to a value.</summary>
        public FeatureRows With(int column, float value)
        {
            var values = rows.Values.ToArray();
            for (var i = Ensure.InRange(column, 0, rows.Width - 1); i < values.Length; i += rows.Width) values[i] = value;
            return new(values, rows.Width);
        }
    }
}
