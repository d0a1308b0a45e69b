using Goodhart.Design;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Papers;

/// <summary>The three processes of the page.</summary>
internal static class ExprdWorlds
{
    public const double Gamma = 0.95;

    /// <summary>Side of the rooms.</summary>
    public const int Side = 7;

    /// <summary>Episodes on the rooms start in cell (1, 1).</summary>
    public const int Start = Side + 1;

    /// <summary>The far corner, whose move to the right ends the episode with 10.</summary>
    public const int Goal = Side * Side - 1;

    private static readonly (int X, int Y)[] moves = [(0, 1), (-1, 0), (0, -1), (1, 0)];

    /// <summary>States 0 … 19 and terminal 20; the other direction with probability 0.1; left at 0 stays; 10 for right at 19.</summary>
    public static TeachingTask Chain()
    {
        const int last = 20;
        var reward = new double[2 * (last + 1)];
        reward[2 * (last - 1) + 1] = 10;
        return new(Process(["left", "right"], last + 1, 0, (s, a) => s == last ? [] : Both(Math.Max(0, s - 1), s + 1, a, 0.9)), reward, Gamma);
    }

    /// <summary>
    /// Four rooms with doors at 1 and 5 and a random move one time in ten. In the near corner left and down end the episode with nothing, in the far one right ends
    /// it with 10.
    /// </summary>
    public static TeachingTask Rooms()
    {
        const int end = Side * Side;
        var reward = new double[4 * (end + 1)];
        reward[4 * Goal + 3] = 10;
        (int, double)[] Moves(int s, int a)
        {
            if (s == end) return [];
            if (s is 0 or Goal) return [(Ends(s, a) ? end : Step(s, a), 1)];
            var to = new Dictionary<int, double>();
            for (var b = 0; b < 4; b++) to[Step(s, b)] = to.GetValueOrDefault(Step(s, b)) + 0.1 / 4 + (b == a ? 0.9 : 0);
            return [.. to.Select(pair => (pair.Key, pair.Value))];
        }

        return new(Process(["up", "left", "down", "right"], end + 1, Start, Moves), reward, Gamma);
    }

    /// <summary>
    /// 62 states, start at 40: 1 for every "right" in state 60, twenty steps to the right of the start, and a distractor of 0.01 for "left" in state 25. A step goes the
    /// other way one time in 40; left of state 0 it ends. The reward is of (s, a, s′) entries.
    /// </summary>
    public static (TabularMdp Mdp, double[] Reward) Distracted()
    {
        const int goal = 60, start = 40;
        var mdp = Process(["left", "right"], goal + 2, start, (s, a) => s == goal + 1 ? [] : Both(s == 0 ? goal + 1 : s - 1, Math.Min(goal, s + 1), a, 0.975));
        var reward = new double[mdp.Entries];
        reward.AsSpan(mdp.Start[2 * goal + 1], 2).Fill(1);
        reward.AsSpan(mdp.Start[2 * (start - 15)], 2).Fill(0.01);
        return (mdp, reward);
    }

    /// <summary>Where a move in the rooms leads, walls and noise aside.</summary>
    public static int Step(int cell, int action)
    {
        var (x, y, move) = (cell % Side, cell / Side, moves[action]);
        var (nextX, nextY) = (x + move.X, y + move.Y);
        if (nextX is < 0 or >= Side || nextY is < 0 or >= Side) return cell;
        var wall = (Math.Min(x, nextX) == 2 && nextX != x && y is not (1 or 5)) || (Math.Min(y, nextY) == 2 && nextY != y && x is not (1 or 5));
        return wall ? cell : nextY * Side + nextX;
    }

    /// <summary>Hand-made landmarks: +1 for going through a door towards the goal, −1 for going back, and the original reward. // (states·actions)</summary>
    public static double[] Landmarks(TeachingTask rooms)
    {
        double[] reward = [.. rooms.Reward];
        for (var pair = 0; pair < 4 * Goal; pair++)
        {
            var (from, to) = (pair / 4, Step(pair / 4, pair % 4));
            reward[pair] += (to / Side >= 3 ? 1 : 0) + (to % Side >= 3 ? 1 : 0) - (from / Side >= 3 ? 1 : 0) - (from % Side >= 3 ? 1 : 0);
        }

        return reward;
    }

    private static bool Ends(int cell, int action) => cell == 0 ? action is 1 or 2 : action == 3;

    private static (int, double)[] Both(int left, int right, int action, double meant) => [(left, action == 0 ? meant : 1 - meant), (right, action == 0 ? 1 - meant : meant)];

    private static TabularMdp Process(string[] actions, int states, int from, Func<int, int, (int Next, double Probability)[]> moves)
    {
        var (start, next, probability, initial) = (new List<int> { 0 }, new List<int>(), new List<double>(), new double[states]);
        for (var pair = 0; pair < states * actions.Length; pair++)
        {
            foreach (var (to, p) in moves(pair / actions.Length, pair % actions.Length))
            {
                next.Add(to);
                probability.Add(p);
            }

            start.Add(next.Count);
        }

        initial[from] = 1;
        return new(new([], new ActionSpace.Discrete(actions), states), [.. start], [.. next], [.. probability], initial);
    }
}
