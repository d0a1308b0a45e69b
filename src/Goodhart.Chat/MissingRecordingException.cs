namespace Goodhart.Chat;

/// <summary>A replayed transcript has no answer to a request, and nothing may be asked of a model.</summary>
/// <param name="file">The transcript.</param>
/// <param name="key">Content hash of the request.</param>
/// <param name="asked">How often exactly this was asked before.</param>
/// <param name="request">Beginning of the last message.</param>
public sealed class MissingRecordingException(string file, string key, int asked, string request) : InvalidOperationException(
    $"Transcript '{file}' holds no answer to request {key}{(asked > 0 ? $" (asked for the {asked + 1}. time)" : "")}, which ends \"{request}\". Record it, or replay with the options it was recorded with.")
{
    public string Key { get; } = key;
}
