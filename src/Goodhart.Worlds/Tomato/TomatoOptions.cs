namespace Goodhart.Worlds.Tomato;

/// <param name="DryDistance">A wet tomato farther than this from the agent (Euclidean, in cells) dries at once; 3 in the original.</param>
/// <param name="Factor">Reward of one wet tomato per step; 0.02 in the original's training, 0.2 is its class default.</param>
/// <param name="Eps">Probability in [0, 1] that a step's action is replaced by a uniformly drawn one; 0, and 0.1 where the original trains its base policy.</param>
/// <param name="NoOp">Adds a fifth action that stays in place.</param>
/// <param name="RememberBucket">
/// Makes "has visited the bucket" part of the state and of the observation, as the original's observation has it. No reward and no transition depends on
/// it; without it level 4 has 463 states, with it about twice as many.
/// </param>
public sealed record TomatoOptions(double DryDistance = 3, double Factor = 0.02, double Eps = 0, bool NoOp = false, bool RememberBucket = false);
