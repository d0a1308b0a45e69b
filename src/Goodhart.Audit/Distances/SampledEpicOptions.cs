namespace Goodhart.Audit.Distances;

/// <param name="Steps">Steps of every copy of the world in each of two independent rollouts.</param>
/// <param name="Points">Transitions at which canonical rewards are compared.</param>
/// <param name="Means">Samples (A, S′) behind every expectation; the reward is scored 2·points·means times.</param>
public sealed record SampledEpicOptions(int Steps = 1000, int Points = 512, int Means = 512);
