namespace Goodhart.Tests;

/// <summary>A disk with room for so many bytes, over real files: what fits is written, the rest is "no space left".</summary>
internal sealed class FullDisk
{
    public long Room { get; set; } = long.MaxValue;

    public Stream Create(string path) => new Limited(this, new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read));

    private sealed class Limited(FullDisk disk, FileStream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => file.Position = value; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            var fits = (int)Math.Min(count, disk.Room);
            file.Write(buffer, offset, fits);
            disk.Room -= fits;
            if (fits < count) throw new IOException($"No space left on device : '{file.Name}'");
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value) => file.SetLength(value);

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
