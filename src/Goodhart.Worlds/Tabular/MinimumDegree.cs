namespace Goodhart.Worlds.Tabular;

/// <summary>Order of elimination that keeps fill small: always the node with the fewest neighbours left.</summary>
internal static class MinimumDegree
{
    /// <summary>The order, and for its i-th node the neighbours (original and fill) that are eliminated after it.</summary>
    public static (int[] Order, int[][] Later) Eliminate(int size, IReadOnlyList<IReadOnlyCollection<int>> neighbours)
    {
        var graph = Symmetric(size, neighbours);
        var queue = new PriorityQueue<int, (int Degree, int Node)>();
        for (var node = 0; node < size; node++) queue.Enqueue(node, (graph[node].Count, node));
        var (order, later, done) = (new int[size], new int[size][], new bool[size]);
        for (var i = 0; i < size;)
        {
            queue.TryDequeue(out var node, out var key);
            if (done[node] || key.Degree != graph[node].Count) continue;   // an entry from before its degree changed
            done[node] = true;
            int[] left = [.. graph[node].Order()];
            (order[i], later[i++]) = (node, left);
            foreach (var other in left)
            {
                graph[other].Remove(node);
                graph[other].UnionWith(left);
                graph[other].Remove(other);
                queue.Enqueue(other, (graph[other].Count, other));
            }
        }

        return (order, later);
    }

    private static HashSet<int>[] Symmetric(int size, IReadOnlyList<IReadOnlyCollection<int>> neighbours)
    {
        var graph = new HashSet<int>[size];
        for (var node = 0; node < size; node++) graph[node] = [];
        for (var node = 0; node < size; node++)
            foreach (var other in neighbours[node])
                if (other != node && graph[node].Add(other)) graph[other].Add(node);
        return graph;
    }
}
