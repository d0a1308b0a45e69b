using YamlDotNet.RepresentationModel;

namespace Goodhart.Studies;

/// <summary>The fields of a mapping.</summary>
internal sealed class YamlFields(string file, long line, Func<string, string> inner, Dictionary<string, YamlNode> fields, IReadOnlyList<(string Key, long Line)> keys)
{
    public IReadOnlyList<(string Key, long Line)> Keys => keys;

    public YamlField? Optional(string key) => fields.TryGetValue(key, out var node) ? new(file, inner(key), node) : null;

    /// <param name="key">The field.</param>
    /// <param name="what">What it should have been, for the mistake of leaving it out.</param>
    public YamlField Required(string key, string what) =>
        Optional(key) ?? throw new StudyFileException(file, line, inner(key), $"expected {what}, but the field is missing");
}
