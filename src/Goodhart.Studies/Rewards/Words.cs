namespace Goodhart.Studies.Rewards;

/// <summary>Words of a text: runs of letters and digits, in lower case.</summary>
internal static class Words
{
    public static int Count(string text) => Of(text).Count();

    public static IEnumerable<string> Of(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var end = at + 1;
            while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
            yield return text[at..end].ToLowerInvariant();
            at = end;
        }
    }
}
