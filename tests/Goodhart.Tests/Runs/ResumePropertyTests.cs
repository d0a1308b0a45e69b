using CsCheck;
using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class ResumePropertyTests
{
    private enum Act { Step, Commit, Checkpoint, KillAndResume }

    [Fact]
    public void AnyHistoryOfCommitsCheckpointsAndKills_EndsAsIfNothingHadBeenKilled() =>
        Gen.Frequency((40, Gen.Const(Act.Step)), (20, Gen.Const(Act.Commit)), (4, Gen.Const(Act.Checkpoint)), (1, Gen.Const(Act.KillAndResume)))
            .Array[20, 200].Sample(acts =>
        {
            using var temp = new TempFolder();
            var clock = new StillClock();
            var run = RunFolder.Create(temp.Path, "history", new { }, 1, clock);
            var step = 0;
            foreach (var act in acts)
            {
                if (act == Act.Step) run.Metrics.Add(++step, "a", step * 0.5);
                if (act == Act.Commit) run.Metrics.Commit();
                if (act == Act.Checkpoint) run.SaveCheckpoint(step, w => w.Write(step));
                if (act != Act.KillAndResume) continue;
                run.Dispose();   // commits nothing, as a kill would
                run = RunFolder.Open(run.Path, clock);
                step = 0;
                run.Resume(r => step = r.ReadInt32());
            }

            run.Finish(RunStatus.Finished);
            run.Dispose();
            var expected = Enumerable.Range(1, step).Select(s => new Metric(s, "a", s * 0.5));
            Assert.Equal(expected, MetricLog.Read(run.Path));
            if (step > 0) Assert.Equal(expected.Select(m => (m.Step, m.Tag, (float)m.Value)), EventReader.Shown(run.Path));
        }, iter: 60);
}
