namespace Goodhart.Optimization.Tabular;

/// <summary>One step of an episode in a tabular process.</summary>
/// <param name="State">Where it was taken.</param>
/// <param name="Action">What was done.</param>
/// <param name="Next">Where it led.</param>
/// <param name="Entry">Number of the (s, a, s′) entry of the process.</param>
/// <param name="Reward">What the learner got for it, before any bonus of its own.</param>
/// <param name="Terminated">Nothing follows.</param>
public readonly record struct TabularStep(int State, int Action, int Next, int Entry, double Reward, bool Terminated);
