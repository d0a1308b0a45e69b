using Goodhart.Feedback;

namespace Goodhart.Design;

/// <summary>What is known of an order from the answers so far: what follows from them is not asked for.</summary>
internal sealed class AskedOrder(int count, int repeats, Func<int, int, Choice> compare)
{
    private readonly Choice?[,] met = new Choice?[count, count];
    private readonly bool[,] above = new bool[count, count];   // the transitive closure
    private readonly List<Preference<int>> answers = [];
    private readonly List<IReadOnlyList<int>> cycles = [];

    public IReadOnlyList<Preference<int>> Answers => answers;

    public IReadOnlyList<IReadOnlyList<int>> Cycles => cycles;

    /// <summary>Whether one is better than another, by an answer or by what follows from several.</summary>
    public bool Beats(int a, int b) => above[a, b];

    /// <summary>What the two came to when they met; null where they did not.</summary>
    public Choice? Met(int a, int b) => met[a, b];

    /// <summary>Which of two is better, asked only where it is not known.</summary>
    public Choice Ask(int a, int b) => a == b ? Choice.Tie : above[a, b] ? Choice.First : above[b, a] ? Choice.Second : met[a, b] ?? Meet(a, b);

    /// <summary>Asks even where the answer follows from others: an answer that contradicts them closes a circle, which is reported and followed no further.</summary>
    public Choice Meet(int a, int b)
    {
        var choice = Majority(a, b);
        (met[a, b], met[b, a]) = (choice, choice switch { Choice.First => Choice.Second, Choice.Second => Choice.First, var neither => neither });
        if (choice == Choice.First) Put(a, b);
        if (choice == Choice.Second) Put(b, a);
        return choice;
    }

    private Choice Majority(int a, int b)
    {
        var (lead, last) = (0, Choice.Tie);
        for (var left = repeats; left > 0 && Math.Abs(lead) <= left; left--)
        {
            answers.Add(new(a, b, last = compare(a, b)));
            lead += last switch { Choice.First => 1, Choice.Second => -1, _ => 0 };
        }

        return lead > 0 ? Choice.First : lead < 0 ? Choice.Second : repeats == 1 ? last : Choice.Tie;
    }

    private void Put(int better, int worse)
    {
        if (above[worse, better])
        {
            cycles.Add(Way(worse, better));
            return;
        }

        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++)
                if ((i == better || above[i, better]) && (j == worse || above[worse, j])) above[i, j] = true;
    }

    /// <summary>The shortest way from one to another by answers, each better than the next.</summary>
    private int[] Way(int from, int to)
    {
        var (before, queue) = (new Dictionary<int, int> { [from] = from }, new Queue<int>([from]));
        while (queue.TryDequeue(out var at) && at != to)
            for (var next = 0; next < count; next++)
                if (met[at, next] == Choice.First && above[at, next] && before.TryAdd(next, at)) queue.Enqueue(next);
        var way = new List<int> { to };
        while (way[^1] != from) way.Add(before[way[^1]]);
        way.Reverse();
        return [.. way];
    }
}
