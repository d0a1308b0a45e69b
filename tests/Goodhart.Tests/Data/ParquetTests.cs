using Goodhart.Data;

namespace Goodhart.Tests;

public sealed class ParquetTests : IDisposable
{
    /// <summary>Written by DuckDB 1.5.6 with zstd: 3 rows of {id, prompt, chosen, rejected: lists of {role, content}, margin: 1.5, null, 1.5, tags: [], [], ["x"]}.</summary>
    private const string Foreign = "UEFSMRUAFTwVQCwVBhUAFQYVBgAAKLUv/SAevQAAeAIAAAAGAQACAAAAAAAAAAIALARkwAgVABVIFUAsFQYVABUGFQYAACi1L/0gJL0AAHgCAAAABgAEBAAAAHVzZXICACt4cpUiFQAVPBVELBUGFQAVBhUGAAAotS/9IB7NAACAAgAAAAYABHEwMQIAAABxMgMAQBAEy1XgFQAVZhVKLBUGFQAVBhUGAAAotS/9IDPlAACgAgAAAAYABAkAAABhc3Npc3RhbnQCADCtilCKFQAVNhU6LBUGFQAVBhUGAAAotS/9IBulAABgAgAAAAYABAEAAABhAgAoW9KWIhUAFWYVSiwVBhUAFQYVBgAAKLUv/SAz5QAAoAIAAAAGAAQJAAAAYXNzaXN0YW50AgAwrYpQihUAFTYVOiwVBhUAFQYVBgAAKLUv/SAbpQAAYAIAAAAGAAQBAAAAYgIAKFvSliIVABVaFTwsFQYVABUGFQYAACi1L/0gLa0AAHghAAAAQQUADwAAAA8AAAABACIwAhUAFaABFUIsFQYVABUGFQYAACi1L/0gUMUAAJACAAAABgBBAAAAQTUAAQAAAHgBAJPAFxUCGfwVNQAYDWR1Y2tkYl9zY2hlbWEVDAAVBCUCGAJpZCUkADUCGAZwcm9tcHQVAhUGADUEGARsaXN0FQIANQIYB2VsZW1lbnQVBAAVDCUCGARyb2xlJQAAFQwlAhgHY29udGVudCUAADUCGAZjaG9zZW4VAhUGADUEGARsaXN0FQIANQIYB2VsZW1lbnQVBAAVDCUCGARyb2xlJQAAFQwlAhgHY29udGVudCUAADUCGAhyZWplY3RlZBUCFQYANQQYBGxpc3QVAgA1AhgHZWxlbWVudBUEABUMJQIYBHJvbGUlAAAVDCUCGAdjb250ZW50JQAAFQIlAhgGbWFyZ2luJQoVAhUELFwVAhUEAAAANQIYBHRhZ3MVAhUGADUEGARsaXN0FQIAFQwlAhgHZWxlbWVudCUAABYGGRwZnCYAHBUEGRUAGRgCaWQVDBYGFl4WYiYIPBgIAgAAAAAAAAAYCAAAAAAAAAAAFgAoCAIAAAAAAAAAGAgAAAAAAAAAABERAAAAJgAcFQwZFQAZSAZwcm9tcHQEbGlzdAdlbGVtZW50BHJvbGUVDBYGFmoWYiZqPBgEdXNlchgEdXNlchYAKAR1c2VyGAR1c2VyEREAAAAmABwVDBkVABlIBnByb21wdARsaXN0B2VsZW1lbnQHY29udGVudBUMFgYWXhZmJswBPBgCcTIYAnEwFgAoAnEyGAJxMBERAAAAJgAcFQwZFQAZSAZjaG9zZW4EbGlzdAdlbGVtZW50BHJvbGUVDBYGFogBFmwmsgI8GAlhc3Npc3RhbnQYCWFzc2lzdGFudBYAKAlhc3Npc3RhbnQYCWFzc2lzdGFudBERAAAAJgAcFQwZFQAZSAZjaG9zZW4EbGlzdAdlbGVtZW50B2NvbnRlbnQVDBYGFlgWXCaeAzwYAWEYAWEWACgBYRgBYRERAAAAJgAcFQwZFQAZSAhyZWplY3RlZARsaXN0B2VsZW1lbnQEcm9sZRUMFgYWiAEWbCb6AzwYCWFzc2lzdGFudBgJYXNzaXN0YW50FgAoCWFzc2lzdGFudBgJYXNzaXN0YW50EREAAAAmABwVDBkVABlICHJlamVjdGVkBGxpc3QHZWxlbWVudAdjb250ZW50FQwWBhZYFlwm5gQ8GAFiGAFiFgAoAWIYAWIREQAAACYAHBUCGRUAGRgGbWFyZ2luFQwWBhZ8Fl4mwgU8GAQPAAAAGAQPAAAAFgIoBA8AAAAYBA8AAAAREQAAACYAHBUMGRUAGTgEdGFncwRsaXN0B2VsZW1lbnQVDBYGFsQBFmYmoAY8GAF4GAF4FgQoAXgYAXgREQAAABamCBYGJggW/gYAKChEdWNrREIgdmVyc2lvbiB2MS41LjYgKGJ1aWxkIDA2OWNjOWY5YjUpGZwcAAAcAAAcAAAcAAAcAAAcAAAcAAAcAAAcAAAAOgQAAFBBUjE=";

    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFileOfAnotherWriter_IsRead_PackedOnceMoreToo(bool packed)
    {
        var bytes = Convert.FromBase64String(Foreign);
        var set = Feeding.Read(packed ? RowTests.Pack(bytes) : bytes);
        Assert.Equal(("trl-preference", 0), (set.Log.Formats["file"], set.Log.FaultCount));
        Assert.Equal([(Exchange.Ask("q0", "a"), 1.5), (Exchange.Ask("q1", "a"), null), (Exchange.Ask("q2", "a"), (double?)1.5)], set.Preferences.Select(pair => (pair.First, pair.Strength)));
    }

    [Fact]
    public void AnEmptyList_IsAList()
    {
        int[] counts = [.. DataFile.Read(new MemoryStream(Convert.FromBase64String(Foreign)), "file").Select(row => row["tags"].Items().Count())];
        Assert.Equal([0, 0, 1], counts);
    }

    [Fact]
    public void AFileCutOff_OrComingFromAPipe_IsTold()
    {
        var bytes = Convert.FromBase64String(Foreign);
        Assert.StartsWith("file: not a Parquet file that can be read", Assert.Throws<DataFileException>(() => Feeding.Read(bytes[..^20])).Message, StringComparison.Ordinal);
        using var pipe = new Repeated(bytes, 1);
        Assert.StartsWith("pipe: Parquet cannot be read from a pipe", Assert.Throws<DataFileException>(() => DataFile.Read(pipe, "pipe").Count()).Message, StringComparison.Ordinal);
        Assert.Equal("file: row group 0 holds 531 bytes; raise MaxGroupBytes (now 100) if it is meant.",
            Assert.Throws<DataFileException>(() => Feeding.Read(bytes, new(Limits: new(MaxGroupBytes: 100)))).Message);
    }

    [Fact]
    public void RowGroups_FollowEachOther()
    {
        var path = temp.In("a.parquet");
        using (var writer = DataWriter.Create(path))
        {
            for (var i = 0; i < 20_000; i++) writer.Write(new Dictionary<string, object?> { ["n"] = i, ["half"] = i % 2 == 0 ? (object)i : i + 0.5, ["none"] = null, ["labels"] = i % 3 == 0 ? [] : new[] { true, false } });
            writer.Close();
        }

        var at = 0;
        foreach (var row in DataFile.Read(path))
        {
            Assert.Equal((at, at % 2 == 0 ? at : at + 0.5, true, at % 3 == 0 ? 0 : 2), (row["n"].Whole(), row["half"].Number(), row["none"].IsNull, row["labels"].Count));
            at++;
        }

        Assert.Equal(20_000, at);
    }

    [Fact]
    public void ColumnsOfTwoKinds_AreToldByName()
    {
        using var writer = DataWriter.Create(temp.In("a.parquet"));
        writer.Write(new Dictionary<string, object?> { ["a"] = "text" });
        writer.Write(new Dictionary<string, object?> { ["a"] = 1 });
        Assert.Equal("Column 'a' holds text and whole; Parquet needs one kind. Write JSON lines.", Assert.Throws<DataFileException>(writer.Close).Message);
    }
}
