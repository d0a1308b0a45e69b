using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>Rankings as choices of the best of what is left (Luce 1959, Plackett 1975), with ties by Breslow's product.</summary>
public static class PlackettLuce
{
    /// <summary>−Σ over items of [r − log Σ e^r over the items ranked no better], per ranking. // (rankings)</summary>
    /// <remarks>
    /// Tied items each face everything ranked no better than themselves, each other included, so their order does not matter. The last rank has nothing below
    /// it; of a single last item nothing remains, as it should. Two items without a tie are Bradley–Terry.
    /// </remarks>
    /// <param name="scores">One row per ranking. // (rankings, items)</param>
    /// <param name="ranks">1 is the best, equal ranks are ties, 0 is padding. // (rankings, items)</param>
    /// <param name="depth">Only items of rank ≤ depth are chosen; 0 for all. 1 asks for the best alone.</param>
    public static Tensor Loss(Tensor scores, Tensor ranks, int depth = 0)
    {
        var there = ranks.gt(0);
        var faces = ranks.unsqueeze(2).le(ranks.unsqueeze(1)).logical_and(there.unsqueeze(1));   // (rankings, item, rival)
        var rivals = scores.unsqueeze(1).expand(-1, scores.shape[1], -1).masked_fill(faces.logical_not(), float.NegativeInfinity);
        var rows = where(there.unsqueeze(2), rivals, zeros_like(rivals));   // a row of −∞ alone has no gradient
        var chosen = depth > 0 ? there.logical_and(ranks.le(depth)) : there;
        return ((rows.logsumexp(2) - scores) * chosen).sum(1);
    }
}
