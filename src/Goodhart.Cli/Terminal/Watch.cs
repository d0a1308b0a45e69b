using Goodhart.Studies;
using Spectre.Console;

namespace Goodhart.Cli;

/// <summary>Shows how far work is: bars on a terminal, now and then a line elsewhere, nothing when quiet.</summary>
internal static class Watch
{
    public static T While<T>(Screen screen, bool quiet, Func<IProgress<StudyProgress>, T> work)
    {
        if (quiet) return work(new Told(_ => { }));
        if (!screen.Live) return work(new Lines(screen.Err));
        return screen.Error.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(Bars(context)));
    }

    private static Told Bars(ProgressContext context)
    {
        var tasks = new Dictionary<string, ProgressTask>();
        return new(now =>
        {
            lock (tasks)
            {
                if (!tasks.TryGetValue(now.Job, out var task)) tasks[now.Job] = task = context.AddTask(Markup.Escape(now.Job), maxValue: 1);
                task.Value = now.Done;
                task.Description = Markup.Escape(now.Message.Length > 0 && now.Done < 1 ? $"{now.Job}: {Short(now.Message)}" : now.Job);
                task.IsIndeterminate = now.Done <= 0;
            }
        });
    }

    private static string Short(string message) => message.Length > 60 ? message[..59] + "…" : message;

    /// <summary>Reports at once and on the caller's thread, unlike <see cref="Progress{T}"/>.</summary>
    internal sealed class Told(Action<StudyProgress> tell) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => tell(value);
    }

    /// <summary>The same for plain messages.</summary>
    internal sealed class Said(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }

    /// <summary>A line when a job begins or does something new, at every quarter and at its end, so that a log stays readable.</summary>
    internal sealed class Lines(TextWriter writer) : IProgress<StudyProgress>
    {
        private readonly Dictionary<string, (int Quarter, string Message)> last = [];

        public void Report(StudyProgress value)
        {
            lock (last)
            {
                var quarter = (int)(Math.Clamp(value.Done, 0, 1) * 4);
                // Work that cannot say how far it is says what it does instead.
                if (last.TryGetValue(value.Job, out var before) && quarter <= before.Quarter && (value.Done > 0 || value.Message == before.Message)) return;
                last[value.Job] = (quarter, value.Message);
                writer.WriteLine($"{value.Job}: {(quarter is 0 ? "" : $"{quarter * 25} % ")}{value.Message}".TrimEnd());
                writer.Flush();
            }
        }
    }
}
