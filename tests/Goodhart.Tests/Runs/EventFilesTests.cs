using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class EventFilesTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Crc32C_OfThePublishedVectors()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));          // the catalogue's check value
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));           // RFC 3720 B.4: 32 bytes of zeros
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    [Fact]
    public void Masked_RotatesAndAdds()
    {
        // 0xE3069283 >> 15 = 0x0001C60D, << 17 = 0x25060000, together 0x2507C60D; plus 0xA282EAD8 = 0xC78AB0E5.
        Assert.Equal(0xC78AB0E5u, Crc32C.Masked("123456789"u8));
    }

    [Fact]
    public void Scalar_IsTheMessageOfTheSchema_ByteForByte() =>
        Assert.Equal(
            [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x10, 0xAC, 0x02, 0x2A, 0x0A, 0x0A, 0x08, 0x0A, 0x01, (byte)'a', 0x15, 0, 0, 0, 0x3F],
            EventProto.Scalar(wallTime: 1, step: 300, tag: "a", value: 0.5f));   // 300 = 0b10_0101100 → AC 02

    [Fact]
    public void EventsOfARun_ReadBack()
    {
        using var run = RunFolder.Create(temp.Path, "events", new { }, 1, new StillClock());
        run.Metrics.Add(0, Tags.EpisodeReward, 1.5);
        run.Metrics.Add(5_000_000_000, "loss/β", double.NaN);
        run.Metrics.Commit();
        run.Metrics.Add(7, Tags.EpisodeReward, double.PositiveInfinity);
        run.Metrics.Commit();

        var events = EventReader.File(Assert.Single(Directory.GetFiles(run.Path, "events.out.tfevents.*")));
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal(StillClock.Start.ToUnixTimeSeconds(), events[1].WallTime);
        Assert.Equal([(0, "rollout/ep_rew_mean", 1.5f), (5_000_000_000, "loss/β", float.NaN), (7, "rollout/ep_rew_mean", float.PositiveInfinity)], EventReader.Shown(run.Path));
    }

    [Fact]
    public void AResume_ShowsNoStepTwice_EvenIfTheClockStoodStill()
    {
        var clock = new StillClock();
        using (var run = RunFolder.Create(temp.Path, "twice", new { }, 1, clock))
        {
            for (var step = 1; step <= 6; step++)
            {
                run.Metrics.Add(step, "a", step);
                if (step % 2 == 0 && step < 6) run.SaveCheckpoint(step, w => w.Write(step));
            }

            run.Metrics.Commit();   // steps 5 and 6 reach the disk, but no checkpoint does
        }

        using var again = RunFolder.Open(Directory.GetDirectories(temp.Path).Single(), clock);
        var state = 0;
        Assert.Equal(4, again.Resume(r => state = r.ReadInt32()));
        for (var step = state + 1; step <= 8; step++) again.Metrics.Add(step, "a", step * 10);
        again.Metrics.Commit();

        (long, string, float)[] expected = [(1, "a", 1), (2, "a", 2), (3, "a", 3), (4, "a", 4), (5, "a", 50), (6, "a", 60), (7, "a", 70), (8, "a", 80)];
        Assert.Equal(expected, EventReader.Shown(again.Path));
        Assert.Equal(expected, again.Metrics.Read().Select(m => (m.Step, m.Tag, (float)m.Value)));
        Assert.Equal(2, Directory.GetFiles(again.Path, "events.out.tfevents.*").Length);
    }
}
