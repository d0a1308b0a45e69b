namespace Goodhart.Tests.RewardModels;

/// <summary>A reward of two thousand weights that the command line trained once, on pairs in which one word decides.</summary>
public sealed class TrainedFolder : IAsyncLifetime
{
    private static readonly string[] good = ["kind", "patient", "exact"], bad = ["rude", "hasty", "vague"];

    private readonly TempFolder temp = new();

    public string Folder => temp.In("reward");

    public string Pairs { get; private set; } = "";

    public static string Rows(int count, int first = 0) => string.Concat(Enumerable.Range(first, count).Select(i =>
        $$"""{"prompt": "How is number {{i}}?", "chosen": "It is {{good[i % 3]}} indeed. People say so.", "rejected": "It is {{bad[i / 3 % 3]}} indeed. People say so."}""" + "\n"));

    public async ValueTask InitializeAsync()
    {
        Pairs = temp.File("pairs.jsonl", Rows(48));
        var train = await Invocation.Of("reward", "train", Pairs, "--from-scratch", "16x1x2", "--vocabulary", "300", "--epochs", "6", "--batch", "16", "--learning-rate", "0.01", "--max-length", "64", "--out", Folder, "--quiet");
        if (train.Code != 0) throw new InvalidOperationException($"Training failed: {train.Err}");
    }

    /// <summary>The same folder once more, to be broken or written into.</summary>
    internal string Copy(TempFolder into, string name)
    {
        var copy = into.In(name);
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    public ValueTask DisposeAsync()
    {
        temp.Dispose();
        return default;
    }
}
