namespace Goodhart.Models;

/// <summary>Reads tokenizer.json's normaliser into steps from text to text.</summary>
internal static class Normalizers
{
    private static readonly string[] known = ["Sequence", "NFC", "NFD", "Lowercase", "Prepend", "Replace", "Strip"];

    public static IEnumerable<Func<NormalText, NormalText>> Read(JsonField field) => field.IsNull ? [] : field["type"].Text() switch
    {
        "Sequence" => field["normalizers"].Items().SelectMany(Read),
        "NFC" => [text => text.Canonical(composed: true)],
        "NFD" => [text => text.Canonical(composed: false)],
        "Lowercase" => [text => text.Lower()],
        "Prepend" => [Prepend(field["prepend"].Text())],
        "Replace" => [Replace(field["pattern"]["String"].Text(), field["content"].Text())],
        "Strip" => [Strip(field["strip_left"].Flag(true), field["strip_right"].Flag(true))],
        _ => throw field["type"].Wrong($"one of {string.Join(", ", known)}"),
    };

    /// <summary>An empty text stays empty.</summary>
    private static Func<NormalText, NormalText> Prepend(string prefix) => text => text.Text.Length == 0 ? text : text.Prepend(prefix);

    private static Func<NormalText, NormalText> Replace(string old, string by) => text => text.Replace(old, by);

    private static Func<NormalText, NormalText> Strip(bool left, bool right) => text => text.Strip(left, right);
}
