using System.IO.Compression;
using System.Text;
using Goodhart.Data;

namespace Goodhart.Tests;

public sealed class RowTests
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "a=1|a=2")]
    [InlineData("\n  {\"a\":1}  \r\n\r\n{\"a\":2}", "a=1|a=2")]
    [InlineData("[{\"a\":1},{\"a\":2}]", "a=1|a=2")]
    [InlineData("[\n  {\n    \"a\": \"}],{\\\"\"\n  },\n  {\"a\": 2}\n]\n", "a=}],{\"|a=2")]
    [InlineData("{\"x\":{\"a\":1},\"y\":{\"a\":2}}", "a=1|a=2")]
    [InlineData("{\"data\":[{\"a\":1},{\"a\":2}]}", "a=1|a=2")]
    [InlineData("{\n\"version\":{\"a\":0},\n\"data\":{\"a\":2}\n}", "a=0|a=2")]
    [InlineData("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", "a=1|a=2")]
    [InlineData("{\"a\":1}", "a=1")]
    [InlineData("{\"messages\":[{\"role\":\"user\"}]}", "messages=?")]
    [InlineData("[]", "")]
    [InlineData("\uFEFF{\"a\":1}", "a=1")]
    public void Rows_StandInAnyOfTheUsualWays(string text, string expected) => Assert.Equal(expected, string.Join("|", Feeding.Rows(text)));

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":NaN}\n{\"a\":3}\n", "file, row 2 (line 2), field 'a': NaN is not a finite number")]
    [InlineData("{\"a\":1}\n{\"a\":-Infinity}\n{\"a\":3}\n", "file, row 2 (line 2), field 'a': -Infinity is not a finite number")]
    [InlineData("{\"a\":1}\n{\"a\":2,\"a\":3}\n{\"a\":3}\n", "file, row 2 (line 2): a key occurs twice in one object")]
    [InlineData("{\"a\":1}\n{\"a\": \"cut of\n{\"a\":3}\n", "file, row 2 (line 2), field 'a'")]
    [InlineData("{\"a\":1}\n\n[1]\n{\"a\":3}\n", "file, row 2 (line 3): an object {…} was expected, found a list")]
    [InlineData("{\"a\":1}\n{\"a\":[[[[1]]]]}\n{\"a\":3}\n", "file, row 2 (line 2), field 'a': nested deeper than 4; raise MaxDepth if it is meant")]
    [InlineData("[{\"a\":1},\n{\"a\":NaN},\n{\"a\":3}]", "file, row 2 (line 2), field 'a': NaN is not a finite number")]
    [InlineData("{\"a\":1}\n{\"a\":\"0123456789012345678901234567890123456789\"}\n{\"a\":3}\n", "file, row 2 (line 2): the row is longer than 32 bytes; raise MaxRowBytes if it is meant")]
    public void AMalformedRow_IsTold_AndCostsOnlyItself(string text, string expected)
    {
        List<RowFault> faults = [];
        Assert.Equal(["a=1", "a=3"], Feeding.Rows(text, faults, new(MaxRowBytes: 32, MaxDepth: 4)));
        Assert.StartsWith(expected, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsNotUtf8_IsTold()
    {
        List<RowFault> faults = [];
        Assert.Equal(["a=2"], Feeding.Rows([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}\n{\"a\":2}\n"u8], faults));
        Assert.Equal("file, row 1 (line 1): the row is not valid UTF-8", Assert.Single(faults).ToString());
    }

    [Theory]
    [InlineData("", "file: the file is empty.")]
    [InlineData("id,score\n", "file: neither JSON lines, a JSON list or object of rows nor Parquet; it begins with 'i'.")]
    [InlineData("[{\"a\":1},{\"a\":", "file, row 2 (line 1): the file ends inside the row; it is cut off.")]
    [InlineData("[{\"a\":1}", "file, row 1 (line 1): the file ends before its list does; it is cut off.")]
    [InlineData("[{\"a\":1}] x", "file, row 1 (line 1): text after the end of the JSON: 'x'.")]
    [InlineData("PAR1abcd", "file: not a Parquet file that can be read")]
    public void AFileThatCannotBeRead_IsToldInALine(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<DataFileException>(() => Feeding.Rows(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Utf16_IsTold() => Assert.Equal("file: the text is UTF-16; save it as UTF-8.",
        Assert.Throws<DataFileException>(() => Feeding.Rows([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{\"a\":1}")])).Message);

    [Fact]
    public void AMalformedRow_EndsTheReading_WhereNobodyListens() =>
        Assert.Equal("file, row 1 (line 1), field 'a': NaN is not a finite number", Assert.Throws<RowException>(() => Feeding.Rows("{\"a\":NaN}\n{}\n")).Message);

    [Fact]
    public void Gzip_IsTold_ByItsBytes_AndACutOneToo()
    {
        var packed = Pack("{\"a\":1}\n{\"a\":2}\n"u8.ToArray());
        Assert.Equal(["a=1", "a=2"], Feeding.Rows(packed));
        Assert.Equal(["a=1", "a=2", "a=1", "a=2"], Feeding.Rows([.. packed, .. packed]));
        var longer = Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"a\":{i * 7919 % 10007}}}\n"))));
        Assert.Contains("cut off", Assert.Throws<DataFileException>(() => Feeding.Rows(longer[..^100])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADecompressionBomb_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("{\"a\":1}\n"u8);
            var blanks = new byte[1 << 20];
            blanks.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 100; i++) gzip.Write(blanks);
        }

        var error = Assert.Throws<DataFileException>(() => Feeding.Rows(packed.ToArray()));
        Assert.EndsWith("as a decompression bomb does; raise MaxRatio if the file is meant.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("more than 1000000 bytes of text; raise MaxBytes if the file is meant.", Assert.Throws<DataFileException>(() => Feeding.Rows(packed.ToArray(), limits: new(MaxBytes: 1_000_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfAnyLength_NeedsTheMemoryOfARow()
    {
        const int rows = 60_000;
        var line = Encoding.UTF8.GetBytes($"{{\"prompt\":\"p\",\"chosen\":\"{new string('c', 2000)}\",\"rejected\":\"{new string('r', 2000)}\"}}\n");
        using var endless = new Repeated(line, rows);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (count, most) = (0, 0L);
        foreach (var row in FeedbackFile.Read(endless, "file"))
            if (++count % 20_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.Equal(rows, count);
        Assert.True(most < 8 << 20, $"{rows * (long)line.Length} bytes were read and {most} are held.");
    }

    [Fact]
    public void Rows_AreTheSame_HoweverTheStreamIsCut() => Check.Sample(new Random(1), random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(i => $"{{\"a\":\"{new string('x', random.Next(0, 9000))}\\\\\\\"{i}\"}}{(random.Next(4) == 0 ? "\r\n\n" : "\n")}"));
        var list = "[" + string.Join(" ,", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) + "]";
        var whole = Feeding.Rows(text);
        foreach (var form in (string[])[text, list])
        {
            using var cut = new Repeated(Encoding.UTF8.GetBytes(form), 1, random.Next(1, 5000));
            Assert.Equal(whole, DataFile.Read(cut, "file").Select(row => $"a={row["a"].Text()}"));
        }
    });

    internal static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(text);
        return packed.ToArray();
    }

    private static class Check
    {
        public static void Sample(Random random, Action<Random> check)
        {
            for (var i = 0; i < 20; i++) check(random);
        }
    }
}
