using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Goodhart.Design;

/// <summary>Compiles, tries and trains candidates, several at once, and never what the lineage knows already.</summary>
internal sealed class Workshop(DesignRequest request, RewardContract contract, Transitions experience, Lineage lineage, PolicyShelf policies, CancellationToken cancellation) : IDisposable
{
    private readonly Func<string, RewardContract, Compiled> compile = request.Isolated ? new ProgramIsolation(program: request.Limits).Compile : new RewardCompiler(request.Limits).Compile;
    private readonly ConcurrentDictionary<string, Lazy<Compiled>> compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Worlds.IPolicy>> shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Candidate> byId = new(StringComparer.Ordinal);

    public DesignRequest Request => request;

    public Lineage Lineage => lineage;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Makes drafts candidates, numbered from <paramref name="first"/> within their round.</summary>
    public Candidate[] Check(string round, int first, Draft[] drafts)
    {
        var found = new Candidate[drafts.Length];
        AtOnce(drafts.Length, i => found[i] = Check($"{round}.{first + i}", drafts[i]));
        foreach (var c in found)   // in order, so that the file reads in order
        {
            lineage.Add(new LineageEntry.Written(c.Id, c.Draft.Origin, c.Draft.Parents, c.Hash, c.Text, c.Components, c.Failure));
            byId[c.Id] = c;
        }

        return found;
    }

    /// <summary>Trains what runs, each program once per seed and policy it goes on from.</summary>
    /// <param name="candidates">In order; failed ones come back as they are.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="hopeless">When to give up; null for never.</param>
    /// <param name="trained">Told after every training.</param>
    public Candidate[] Train(IReadOnlyList<Candidate> candidates, ulong seed, Func<double, double, bool>? hopeless = null, Action? trained = null)
    {
        Candidate[] once = [.. candidates.Where(c => c.Runs).DistinctBy(c => KeyOf(c, seed)).Where(c => Find(c, seed) is null)];
        foreach (var parent in once.Select(Parent).OfType<Candidate>().Distinct().Where(p => Find(p, seed) is null)) Train([parent], seed);
        AtOnce(once.Length, i =>
        {
            TrainOne(once[i], seed, hopeless);
            trained?.Invoke();
        });
        return [.. candidates.Select(c => c.Runs && Find(c, seed) is { } result ? c with { Failure = result.Failure, Outcome = result.Outcome } : c)];
    }

    /// <summary>The policy a candidate's training in the search left; empty where the training hands out none.</summary>
    public ReadOnlyMemory<byte> Policy(Candidate candidate) => request.Training is IContinuedTraining
        ? policies.Take(KeyOf(candidate, request.Options.SearchSeed(int.Parse(candidate.Id.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)))) : default;

    /// <summary>The policy a candidate's training in the search left; trained again where another process did, and given up where it was.</summary>
    public Worlds.IPolicy Show(Candidate candidate, int restart)
    {
        if (candidate.Outcome is not { } outcome) throw new InvalidOperationException($"Candidate {candidate.Id} was not trained, so it has no policy.");
        return outcome.Policy ?? shown.GetOrAdd(candidate.Hash, _ => new(() =>
        {
            var (seed, measured) = (request.Options.SearchSeed(restart), outcome.Curves.Max(c => c.Values.Count));
            var again = Outcome(candidate, seed, outcome.StoppedEarly ? (_, _) => --measured <= 0 : null);
            return again.Policy ?? throw new InvalidOperationException($"Training '{request.Training.Name}' hands out no policy to look at.");
        })).Value;
    }

    /// <summary>Lets go of compiled programs; they are compiled again when needed.</summary>
    public void Dispose()
    {
        foreach (var one in compiled.Values) one.Value.Program?.Dispose();
        compiled.Clear();
    }

    private Candidate Check(string id, Draft draft)
    {
        if (lineage.Find<LineageEntry.Written>($"written {id}") is { } before && before.Text == draft.Text)
            return new(id, draft, before.Program, before.Components, before.Failure);
        if (draft.Failure is { } none) return new(id, draft, ContentKey.Of(draft.Text), [], none);
        var result = Compile(draft.Text);
        return result.Program is { } program
            ? new(id, draft, program.Hash, program.Components, DryRun.Of(program, experience))
            : new(id, draft, ContentKey.Of(draft.Text), [], Failure.Of(result.Diagnostics));
    }

    private Compiled Compile(string text) => compiled.GetOrAdd(text, t => new(() => compile(t, contract))).Value;

    private void TrainOne(Candidate candidate, ulong seed, Func<double, double, bool>? hopeless)
    {
        var started = Stopwatch.GetTimestamp();
        Outcome? outcome = null;
        Failure? failure = null;
        try
        {
            outcome = Outcome(candidate, seed, hopeless);
        }
        catch (Exception e) when (Failure.Of(e) is { } broke)
        {
            failure = broke;
        }

        lineage.Add(new LineageEntry.Trained(candidate.Hash, request.Training.Name, seed, PolicyOf(candidate, seed), outcome, failure, Stopwatch.GetElapsedTime(started).TotalSeconds));
    }

    private Outcome Outcome(Candidate candidate, ulong seed, Func<double, double, bool>? hopeless)
    {
        var reward = Compile(candidate.Text).Program!.ToReward();
        if (request.Training is not IContinuedTraining continued) return request.Training.Train(reward, seed, hopeless, cancellation);
        var start = Parent(candidate) is { } parent ? policies.Take(KeyOf(parent, seed)) : request.Policy;
        var done = continued.Continue(start, reward, seed, hopeless, cancellation);
        policies.Put(KeyOf(candidate, seed), done.Policy);
        return done.Outcome;
    }

    private LineageEntry.Trained? Find(Candidate candidate, ulong seed) => lineage.Find<LineageEntry.Trained>($"trained {KeyOf(candidate, seed)}");

    private string KeyOf(Candidate candidate, ulong seed) => LineageEntry.Trained.Key(candidate.Hash, request.Training.Name, seed, PolicyOf(candidate, seed));

    private string? PolicyOf(Candidate candidate, ulong seed) =>
        Parent(candidate) is { } parent ? KeyOf(parent, seed) : request.Policy.IsEmpty ? null : ContentKey.Of(Convert.ToHexString(request.Policy.Span));

    private Candidate? Parent(Candidate candidate)
    {
        if (candidate.Draft.From is not { } id) return null;
        if (request.Training is not IContinuedTraining) throw new ArgumentException($"Training '{request.Training.Name}' cannot go on from the policy of candidate {id}.");
        return byId.TryGetValue(id, out var parent) && parent.Runs ? parent : throw new ArgumentException($"There is no candidate {id} with a policy to go on from.");
    }

    // What several threads throw comes out as the one exception it is.
    private void AtOnce(int count, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = request.Parallel, CancellationToken = cancellation }, body);
        }
        catch (AggregateException several)
        {
            cancellation.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
