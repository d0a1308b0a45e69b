namespace Goodhart.Learning;

/// <summary>What can be done about labels that a vote doubts; each is a change of the pairs, so repairs chain.</summary>
public static class StrengthRepairs
{
    extension<T>(IReadOnlyList<Pair<T>> pairs)
    {
        /// <summary>Turns round the labels that the vote doubts (μ &lt; 0). Their strength turns with them: use |μ| for a margin afterwards.</summary>
        public IReadOnlyList<Pair<T>> FlipByStrength(PreferenceStrength strength) => pairs.Each(strength, (p, s) => s.Mean < 0 ? p.Flip() : p);

        /// <summary>Turns round the labels of the weakest share, 0.2 in the paper.</summary>
        /// <param name="strength">Of these pairs.</param>
        /// <param name="share">In [0, 1].</param>
        public IReadOnlyList<Pair<T>> FlipWeakest(PreferenceStrength strength, double share = 0.2)
        {
            var weak = strength.Weakest(share);
            return pairs.Each(strength, (p, i, _) => weak.Contains(i) ? p.Flip() : p);
        }

        /// <summary>Leaves out the weakest share.</summary>
        public IReadOnlyList<Pair<T>> DropWeakest(PreferenceStrength strength, double share = 0.2)
        {
            var weak = strength.Weakest(share);
            Ensure.SameLength(strength.Pairs.Count, pairs.Count);
            return [.. pairs.Where((_, i) => !weak.Contains(i))];
        }

        /// <summary>Softens the labels that the vote doubts.</summary>
        /// <param name="strength">Of these pairs.</param>
        /// <param name="a">Probability that a doubted label is wrong, in [0, ½]; 0.1 in the paper.</param>
        public IReadOnlyList<Pair<T>> SoftenByStrength(PreferenceStrength strength, double a = 0.1)
        {
            Ensure.InRange(a, 0, 0.5);
            return pairs.Each(strength, (p, s) => s.Mean < 0 ? p.Soften(a) : p);
        }

        /// <summary>Asks of every pair the lead that the vote gives it: m = μ, negative where it doubts the label.</summary>
        /// <param name="strength">Of these pairs.</param>
        /// <param name="absolute">m = |μ|, for pairs whose doubted labels were turned round.</param>
        public IReadOnlyList<Pair<T>> MarginByStrength(PreferenceStrength strength, bool absolute = false) =>
            pairs.Each(strength, (p, s) => p with { Margin = absolute ? Math.Abs(s.Mean) : s.Mean });

        private IReadOnlyList<Pair<T>> Each(PreferenceStrength strength, Func<Pair<T>, PairStrength, Pair<T>> repair) => pairs.Each(strength, (p, _, s) => repair(p, s));

        private IReadOnlyList<Pair<T>> Each(PreferenceStrength strength, Func<Pair<T>, int, PairStrength, Pair<T>> repair)
        {
            Ensure.SameLength(strength.Pairs.Count, pairs.Count);
            return [.. pairs.Select((p, i) => repair(p, i, strength.Pairs[i]))];
        }
    }

    extension(PreferenceStrength strength)
    {
        /// <summary>Places of the pairs of lowest μ.</summary>
        /// <param name="share">In [0, 1].</param>
        public IReadOnlySet<int> Weakest(double share) =>
            Enumerable.Range(0, strength.Pairs.Count).OrderBy(i => strength.Pairs[i].Mean).Take((int)Math.Round(Ensure.InRange(share, 0, 1) * strength.Pairs.Count)).ToHashSet();
    }
}
