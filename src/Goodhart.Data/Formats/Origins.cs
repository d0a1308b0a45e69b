using Goodhart.Feedback;

namespace Goodhart.Data;

/// <summary>Who gave a row's feedback, on whose behalf and for which data set, under the names that files use.</summary>
internal static class Origins
{
    public static Origin Of(DataRow row, string? annotator = null)
    {
        annotator ??= row.FirstOf("annotator", "annotator_id", "worker", "worker_id", "labeler", "labeler_id").TextOrNull();
        var user = row.FirstOf("user", "user_id").TextOrNull();
        var source = row.FirstOf("subset", "source", "dataset", "data_source", "batch").TextOrNull();
        return annotator is null && user is null && source is null ? Origin.Unknown : new(annotator, user, source);
    }
}
