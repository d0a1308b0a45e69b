using System.Text;

namespace Goodhart.Models;

/// <summary>Files that appear whole or not at all: written beside their place, flushed, renamed.</summary>
internal static class WholeFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(string path, string text) => Write(path, stream => stream.Write(Utf8.GetBytes(text)));

    /// <exception cref="CheckpointException">The disk is full or the folder unwritable; what was there is untouched.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        var beside = path + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e)
        {
            Discard(beside);
            if (e is (IOException and not CheckpointException) or UnauthorizedAccessException) throw new CheckpointException($"Cannot write '{path}': {e.Message}", path, e);
            throw;
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
