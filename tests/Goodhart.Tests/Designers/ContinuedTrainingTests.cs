using Goodhart.Design;
using Goodhart.Runs;

namespace Goodhart.Tests;

public sealed class ContinuedTrainingTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>Each round's one program goes on from the policy of the round before.</summary>
    private sealed class Chain : IDesigner
    {
        public string Name => "chain";

        public IRewardWriter Begin(DesignBrief brief) => new Writer();

        private sealed class Writer : IRewardWriter
        {
            public IReadOnlyList<Draft> Write(DesignRound round) => [new(Fakes.Program(1 + 0.1 * round.Number), "next") { From = round.Before.Count > 0 ? round.Before[^1].Id : null }];

            public void Reflect(DesignRound round, IReadOnlyList<Candidate> candidates) { }
        }
    }

    /// <summary>Its policy is a byte per training behind it; its fitness is how many there were.</summary>
    private sealed class Counting : IContinuedTraining
    {
        private readonly FakeTraining inner = new();

        public int Trained => inner.Trained;

        public string Name => "counting";

        public Outcome Train(IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default) =>
            Continue(default, reward, seed, hopeless, cancellation).Outcome;

        public Trained Continue(ReadOnlyMemory<byte> policy, IReward<Transitions> reward, ulong seed, Func<double, double, bool>? hopeless = null, CancellationToken cancellation = default)
        {
            byte[] next = [.. policy.Span, (byte)seed];
            return new(inner.Train(reward, seed, hopeless, cancellation) with { Fitness = next.Length }, next);
        }
    }

    private static readonly DesignOptions three = new(Samples: 1, Rounds: 3, Finalists: 1, FreshSeeds: 2);

    private RunFolder Folder(string name) => RunFolder.Create(temp.Path, name, new { }, 1, new StillClock());

    [Fact]
    public void Rounds_keep_the_policy_and_fresh_seeds_go_the_whole_way_anew()
    {
        var training = new Counting();
        var result = DesignRun.Run(Fakes.Request(new Chain(), training, three), Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3], result.Candidates.Select(c => c.Fitness));
        Assert.Equal([3, 3], result.Evaluation!.Values);
        Assert.Equal(3 + 2 * 3, training.Trained);
        Assert.Equal(3, result.Policy.Length);
    }

    [Fact]
    public void A_run_with_policies_goes_on_without_training_twice()
    {
        string path;
        DesignResult whole;
        using (var folder = Folder("whole")) (path, whole) = (folder.Path, DesignRun.Run(Fakes.Request(new Chain(), new Counting(), three), folder, cancellation: TestContext.Current.CancellationToken));
        var bytes = File.ReadAllBytes(Path.Combine(path, LineageFile.Name));
        for (var part = 1; part < 6; part++)
        {
            var copy = temp.Copy(path, $"cut-{part}");
            File.WriteAllBytes(Path.Combine(copy, LineageFile.Name), bytes[..(bytes.Length * part / 6)]);
            var (known, training) = (LineageFile.Read(Path.Combine(copy, LineageFile.Name)).Entries.OfType<LineageEntry.Trained>().Count(), new Counting());
            Assert.Equal(Fakes.Facts(whole), Fakes.Facts(DesignRun.Resume(Fakes.Request(new Chain(), training, three), copy, cancellation: TestContext.Current.CancellationToken)));
            Assert.Equal(9 - known, training.Trained);
        }

        Assert.Equal(3, File.ReadAllBytes(Path.Combine(path, "policy.bin")).Length);
    }

    [Fact]
    public void A_policy_is_not_gone_on_from_where_the_training_cannot() =>
        Assert.Contains("cannot go on from the policy of candidate 1.1.1", Assert.Throws<ArgumentException>(() =>
            DesignRun.Run(Fakes.Request(new Chain(), options: three), Lineage.InMemory(), cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_curriculum_begins_the_hard_task_with_the_easier_ones_program_and_policy()
    {
        using var folder = Folder("curriculum");
        var easier = Fakes.Request(new Chain(), new Counting(), three) with { Task = Fakes.Task with { Sentence = "Lean only a little." } };
        var chat = new ScriptedChat(r => CodeBlock.Fence(Fakes.Program(r.Rng.NextDouble())), 1);
        string? given = null;
        var result = Curriculum.Run(easier, program => Fakes.Request(new EurekaDesigner(chat, new(Initial: given = program)), new Counting(), new(Samples: 2, Rounds: 2, Finalists: 1, FreshSeeds: 2)),
            folder, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Fakes.Program(1.3), given);
        Assert.Equal(given, result.Candidates[0].Text);
        Assert.All(result.Candidates, c => Assert.Equal(4, c.Fitness));   // three trainings before, one of its own
        Assert.True(File.Exists(Path.Combine(folder.Path, "easier", LineageFile.Name)));
    }
}
