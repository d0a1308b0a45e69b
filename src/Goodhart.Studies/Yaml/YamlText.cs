using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Goodhart.Studies;

/// <summary>Reads one YAML document within limits that no honest study file reaches.</summary>
internal static class YamlText
{
    private const int LargestFile = 1 << 20, DeepestNesting = 16;

    /// <exception cref="StudyFileException">Unreadable, too large, too deep, not YAML, or using what a study file has no need of (aliases, tags, several documents).</exception>
    public static YamlNode Load(string path)
    {
        var text = Text(path);
        Check(path, text);
        var stream = new YamlStream();
        Guarded(path, new Parser(new StringReader(text)), parser =>
        {
            stream.Load(parser);
            return true;
        });
        return stream.Documents.Count switch
        {
            1 => stream.Documents[0].RootNode,
            0 => throw new StudyFileException(path, 0, "", "the file is empty"),
            _ => throw new StudyFileException(path, stream.Documents[1].RootNode.Start.Line, "", "expected one document, got another after ---"),
        };
    }

    private static string Text(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > LargestFile) throw new StudyFileException(path, 0, "", $"expected at most {LargestFile} bytes, got {stream.Length}");
            var bytes = new byte[LargestFile + 1];   // a pipe has no length, so the limit is on what is read
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > LargestFile) throw new StudyFileException(path, 0, "", $"expected at most {LargestFile} bytes, got more");
            return new StreamReader(new MemoryStream(bytes, 0, read), new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StudyFileException(path, 0, "", "there is no such file", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new StudyFileException(path, 0, "", "expected UTF-8 text, got other bytes", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StudyFileException(path, 0, "", $"cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})", e);
        }
    }

    /// <summary>Events come one by one, so nesting is bounded before anything recurses.</summary>
    private static void Check(string path, string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; Guarded(path, parser, p => p.MoveNext());)
        {
            var now = parser.Current!;
            depth += now.NestingIncrease;
            if (depth > DeepestNesting + 2) throw new StudyFileException(path, now.Start.Line, "", $"expected at most {DeepestNesting} levels of nesting, got more");
            if (now is AnchorAlias alias) throw new StudyFileException(path, now.Start.Line, "", $"aliases are not supported, write out what *{alias.Value} stands for");
            if (now is NodeEvent { Tag.IsEmpty: false } node and not Scalar { Tag.IsNonSpecific: true }) throw new StudyFileException(path, now.Start.Line, "", $"tags are not supported, got {node.Tag}");
        }
    }

    /// <summary>Turns what the parser throws at a broken text into a mistake with its line; some texts it meets with other exceptions than its own.</summary>
    private static bool Guarded(string path, Parser parser, Func<Parser, bool> read)
    {
        try
        {
            return read(parser);
        }
        catch (YamlException e)
        {
            throw new StudyFileException(path, e.Start.Line, "", $"not valid YAML: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new StudyFileException(path, parser.Current?.End.Line ?? 1, "", "not valid YAML", e);
        }
    }
}
