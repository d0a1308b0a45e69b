using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Goodhart.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>What the server sends back; a body of null breaks the connection off.</summary>
internal sealed record Sent(int Status, string? Body, string Type = "application/json", string Headers = "", int DelayMs = 0);

/// <summary>A small HTTP server on a free port of this machine, one answer per connection.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Received, int, Sent> answer;
    private readonly Task loop;
    private readonly List<Received> requests = [];

    /// <param name="answer">Answers the n-th request, from 0.</param>
    public LoopbackServer(Func<Received, int, Sent> answer)
    {
        this.answer = answer;
        listener.Start();
        loop = Task.Run(Accept);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<Received> Requests
    {
        get
        {
            lock (requests) return [.. requests];
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        loop.Wait();
        stop.Dispose();
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var once = new TcpListener(IPAddress.Loopback, 0);
        once.Start();
        return ((IPEndPoint)once.LocalEndpoint).Port;
    }

    private async Task Accept()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                open.Add(Task.Run(() => Serve(client)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await Receive(stream);
                int number;
                lock (requests)
                {
                    number = requests.Count;
                    requests.Add(request);
                }

                var sent = answer(request, number);
                if (sent.DelayMs > 0) await Task.Delay(sent.DelayMs, stop.Token);
                if (sent.Body is null) return;
                var body = Encoding.UTF8.GetBytes(sent.Body);
                var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {sent.Status} Answer\r\nContent-Type: {sent.Type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{sent.Headers}\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop.Token);
                await stream.WriteAsync(body, stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The client went away or the test is over.
            }
        }
    }

    private async Task<Received> Receive(NetworkStream stream)
    {
        var (line, headers) = (await Line(stream), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        for (var header = await Line(stream); header.Length > 0; header = await Line(stream))
            headers[header[..header.IndexOf(':')]] = header[(header.IndexOf(':') + 1)..].Trim();
        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length)) await Copy(stream, body, int.Parse(length));
        while (headers.ContainsKey("Transfer-Encoding"))
        {
            var size = Convert.ToInt32(await Line(stream), 16);
            await Copy(stream, body, size);
            await Line(stream);
            if (size == 0) break;
        }

        return new(line, headers, Encoding.UTF8.GetString(body.ToArray()));
    }

    private async Task Copy(NetworkStream from, MemoryStream to, int count)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes, stop.Token);
        to.Write(bytes);
    }

    private async Task<string> Line(NetworkStream stream)
    {
        var (text, one) = (new StringBuilder(), new byte[1]);
        while (await stream.ReadAsync(one, stop.Token) == 1 && one[0] != '\n') text.Append((char)one[0]);
        return text.ToString().TrimEnd('\r');
    }
}
