using System.Globalization;

namespace Goodhart.Chat;

/// <summary>Stops reading an HTTP answer that is longer than any answer should be, before it fills the memory.</summary>
internal sealed class AnswerLimit(long bytes) : DelegatingHandler(new HttpClientHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentLength > bytes)
        {
            response.Dispose();
            throw new AnswerTooLongException(bytes);
        }

        var limited = new StreamContent(new Counted(await response.Content.ReadAsStreamAsync(cancellationToken), bytes));
        foreach (var (name, values) in response.Content.Headers) limited.Headers.TryAddWithoutValidation(name, values);
        response.Content = limited;
        return response;
    }

    private sealed class Counted(Stream inner, long most) : Stream
    {
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Count(await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int more) => (read += more) <= most ? more : throw new AnswerTooLongException(most);
    }
}

/// <summary>An HTTP answer went beyond its limit.</summary>
internal sealed class AnswerTooLongException(long bytes) : Exception(string.Create(CultureInfo.InvariantCulture, $"answered more than {bytes / 1048576.0:0.###} MiB"));
