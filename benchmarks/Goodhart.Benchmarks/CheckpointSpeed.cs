using System.Diagnostics;
using Goodhart.Models;

namespace Goodhart.Benchmarks;

/// <summary>Loading a model's folder beside reading the same bytes, both from the page cache.</summary>
internal static class CheckpointSpeed
{
    public static Speed Load()
    {
        var folder = Directory.CreateTempSubdirectory("goodhart-").FullName;
        try
        {
            using (var model = LanguageModel.FromScratch(LanguageConfig.Llama(8192, hidden: 768, layers: 6, heads: 12), new(1))) model.Save(folder);
            var files = Directory.GetFiles(folder, "*.safetensors");
            var share = Speed.Median(5, () =>
            {
                var before = Read(files);
                var watch = Stopwatch.StartNew();
                LanguageModel.Load(folder).Dispose();
                var seconds = watch.Elapsed.TotalSeconds;
                return 100 * (before + Read(files)) / 2 / seconds;
            });
            return new($"loading a safetensors folder of {files.Sum(file => new FileInfo(file).Length) / 1e6:F0} MB", share, "% of the rate of reading the file", 50);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Seconds to read files into memory that is new, as a model's is.</summary>
    private static double Read(string[] files)
    {
        var watch = Stopwatch.StartNew();
        foreach (var file in files)
        {
            using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
            var bytes = GC.AllocateUninitializedArray<byte>((int)RandomAccess.GetLength(handle));
            for (var at = 0; at < bytes.Length;) at += RandomAccess.Read(handle, bytes.AsSpan(at), at);
        }

        return watch.Elapsed.TotalSeconds;
    }
}
