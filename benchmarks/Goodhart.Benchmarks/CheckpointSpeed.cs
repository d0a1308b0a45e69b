using System.Diagnostics;
using System.Runtime.InteropServices;
using Goodhart.Models;

namespace Goodhart.Benchmarks;

/// <summary>Loading a model's folder beside reading the same bytes, both from the page cache.</summary>
internal static class CheckpointSpeed
{
    /// <summary>Beside reading into memory that is new, as a model's is.</summary>
    public static Speed Load() => Beside("reading the file into new memory", fresh: true);

    /// <summary>Beside reading again and again into one buffer, whose pages are there already.</summary>
    public static Speed LoadBesideWarm() => Beside("reading the file into one buffer again", fresh: false);

    private static Speed Beside(string what, bool fresh)
    {
        var folder = Directory.CreateTempSubdirectory("goodhart-").FullName;
        try
        {
            using (var model = LanguageModel.FromScratch(LanguageConfig.Llama(8192, hidden: 768, layers: 6, heads: 12), new(1))) model.Save(folder);
            var files = Directory.GetFiles(folder, "*.safetensors");
            // The fastest of each: what is slower was held up by the machine.
            double read = double.PositiveInfinity, load = double.PositiveInfinity;
            for (var i = 0; i < 12; i++)
            {
                read = Math.Min(read, Read(files, fresh));
                var watch = Stopwatch.StartNew();
                LanguageModel.Load(folder).Dispose();
                load = Math.Min(load, watch.Elapsed.TotalSeconds);
            }

            return new($"loading a safetensors folder of {files.Sum(file => new FileInfo(file).Length) / 1e6:F0} MB, beside {what}", 100 * read / load, "% of the rate of reading", 80);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Seconds to read files; memory of an array of one's own is new only the first time, so it is asked from the system.</summary>
    private static unsafe double Read(string[] files, bool fresh)
    {
        var seconds = 0.0;
        foreach (var file in files)
        {
            using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
            var length = (int)RandomAccess.GetLength(handle);
            var memory = NativeMemory.Alloc((nuint)length);
            var bytes = new Span<byte>(memory, length);
            if (!fresh) bytes.Fill(1);
            var watch = Stopwatch.StartNew();
            for (var at = 0; at < length;) at += RandomAccess.Read(handle, bytes[at..], at);
            seconds += watch.Elapsed.TotalSeconds;
            NativeMemory.Free(memory);
        }

        return seconds;
    }
}
