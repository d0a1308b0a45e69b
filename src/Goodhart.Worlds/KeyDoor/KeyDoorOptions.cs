namespace Goodhart.Worlds.KeyDoor;

/// <param name="Slip">
/// Probability in [0, 1] that a step's action is replaced by a uniformly drawn one; 0, so that a policy trains on firm ground and whoever measures it
/// may let 10 % of its actions be random; above 0 both happen in one slippery world.
/// </param>
/// <param name="Timed">
/// Makes the number of steps part of the state and the last field of the observation, "steps", up to <paramref name="Horizon"/>, at which the process ends.
/// Only for exact audits: the fitness, which depends on time, then is a table over (s, a, s′). A learner that tells states apart by their number learns every cell 50 times.
/// </param>
/// <param name="Horizon">T, steps of an episode, &gt; 0; 50 by default. Half of what the goal is worth is lost by arriving at T.</param>
public sealed record KeyDoorOptions(double Slip = 0, bool Timed = false, int Horizon = 50);
