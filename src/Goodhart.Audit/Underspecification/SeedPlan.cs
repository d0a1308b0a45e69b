namespace Goodhart.Audit.Underspecification;

/// <summary>One reward model of a seed plan.</summary>
/// <param name="Pretrain">Which body it grew on, from 0.</param>
/// <param name="Finetune">Which head and order of the data, from 0.</param>
/// <param name="PretrainSeed">Seed of the body: its initialisation, and its order of data where it is really pretrained.</param>
/// <param name="FinetuneSeed">Seed of the head and of the order of the preferences.</param>
public sealed record PlannedMember(int Pretrain, int Finetune, ulong PretrainSeed, ulong FinetuneSeed)
{
    public string Name => $"p{Pretrain}f{Finetune}";
}

/// <summary>Which reward models to train so that it can be told what the body's seed and what the head's seed decides.</summary>
/// <remarks>"Helping or Herding?" (2023): 5 × 5. Two heads on one random frozen body are of one pretrain seed.</remarks>
public sealed class SeedPlan
{
    /// <param name="pretrain">Bodies, ≥ 1.</param>
    /// <param name="finetune">Heads of each body, ≥ 1.</param>
    /// <param name="seed">Where all other seeds are derived from.</param>
    public SeedPlan(int pretrain = 5, int finetune = 5, ulong seed = 1)
    {
        (Pretrain, Finetune) = (Ensure.Positive(pretrain), Ensure.Positive(finetune));
        Members = [.. from p in Enumerable.Range(0, pretrain)
                      from f in Enumerable.Range(0, finetune)
                      select new PlannedMember(p, f, Generator.Derive(seed, (ulong)p), Generator.Derive(~seed, (ulong)(p * finetune + f)))];
    }

    public int Pretrain { get; }

    public int Finetune { get; }

    /// <summary>Body by body.</summary>
    public IReadOnlyList<PlannedMember> Members { get; }

    /// <summary>Places of the members that share a body.</summary>
    public IReadOnlyList<int> FinetuneEnsemble(int pretrain) => [.. Places(m => m.Pretrain == Ensure.InRange(pretrain, 0, Pretrain - 1))];

    /// <summary>Places of members of as many bodies as there are, one of each.</summary>
    public IReadOnlyList<int> PretrainEnsemble(int finetune) => [.. Places(m => m.Finetune == Ensure.InRange(finetune, 0, Finetune - 1))];

    /// <summary>Whether two members share a body.</summary>
    public bool SameBody(int first, int second) => Members[first].Pretrain == Members[second].Pretrain;

    private IEnumerable<int> Places(Func<PlannedMember, bool> where) => Enumerable.Range(0, Members.Count).Where(i => where(Members[i]));
}
