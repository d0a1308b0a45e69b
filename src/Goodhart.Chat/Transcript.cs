using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goodhart.Chat;

/// <summary>Recordings by request, kept in a file of JSON lines that grows by a line with every new one.</summary>
internal sealed class Transcript
{
    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // read by people, never pasted into HTML
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Dictionary<(string Key, int Asked), Recording> recordings = [];
    private readonly Dictionary<string, SortedSet<int>> taken = [];
    private readonly Lock gate = new();

    private Transcript(string path) => Path = path;

    public string Path { get; }

    public int Count
    {
        get
        {
            lock (gate) return recordings.Count;
        }
    }

    /// <summary>The models that were asked.</summary>
    public IReadOnlyList<string> Asking
    {
        get
        {
            lock (gate) return [.. recordings.Values.Select(r => r.Asking).OfType<string>().Distinct()];
        }
    }

    /// <summary>Recordings that are kept in no file.</summary>
    public static Transcript InMemory() => new("");

    /// <summary>Reads a transcript; a last line without an end was cut off and does not count.</summary>
    public static Transcript Read(string path)
    {
        var transcript = new Transcript(path);
        transcript.Load(File.ReadAllText(path));
        return transcript;
    }

    /// <summary>Reads a transcript to go on writing it, from behind its last whole line.</summary>
    public static Transcript Open(string path)
    {
        if (!File.Exists(path)) return new(path);
        var transcript = Read(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = File.ReadAllBytes(path);
        file.SetLength(Array.LastIndexOf(bytes, (byte)'\n') + 1);
        return transcript;
    }

    /// <summary>The smallest number of askings of this request that is not in use.</summary>
    public int Take(string key)
    {
        lock (gate)
        {
            if (!taken.TryGetValue(key, out var numbers)) taken[key] = numbers = [];
            var free = 0;
            while (!numbers.Add(free)) free++;
            return free;
        }
    }

    /// <summary>The request of that number failed: the next one takes its place.</summary>
    public void GiveBack(string key, int asked)
    {
        lock (gate) taken[key].Remove(asked);
    }

    public Recording? Find(string key, int asked)
    {
        lock (gate) return recordings.GetValueOrDefault((key, asked));
    }

    public void Add(Recording recording)
    {
        lock (gate)
        {
            if (Path.Length > 0) File.AppendAllText(Path, JsonSerializer.Serialize(recording, json) + "\n");
            recordings[(recording.Key, recording.Asked)] = recording;
        }
    }

    private void Load(string text)
    {
        var number = 0;
        for (int start = 0, end; (end = text.IndexOf('\n', start)) >= 0; start = end + 1)
        {
            number++;
            var line = text.AsSpan(start, end - start).Trim();
            if (line.IsEmpty) continue;
            var recording = Parse(line, number);
            if (!recordings.TryAdd((recording.Key, recording.Asked), recording))
                throw new InvalidDataException($"{Path}, line {number}: request {recording.Key} is recorded twice as asked {recording.Asked} times before.");
        }
    }

    private Recording Parse(ReadOnlySpan<char> line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<Recording>(line, json) ?? throw new JsonException("a recording was expected, found null");
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException($"{Path}, line {number}: no recording of a request and its answer ({cause.Message.Split(" Path:")[0].TrimEnd('.')}).", cause);
        }
    }
}
