namespace Goodhart.Studies;

/// <summary>How an arm is optimised.</summary>
public enum ArmMethod
{
    /// <summary>By sampling, with a network.</summary>
    Ppo,

    /// <summary>By solving a tabular world.</summary>
    Exact,
}

/// <summary>One way of optimising the proxy.</summary>
/// <param name="Name">Unique within the study.</param>
/// <param name="Method">Sampled or exact.</param>
/// <param name="Regulariser">What holds it to the base.</param>
/// <param name="Lambda">Weight of the regulariser, ≥ 0; null means the theory's λ = σ(proxy)·√(1 − r²) under the base, which is known for √χ² of occupancies. 0 without a regulariser.</param>
/// <param name="Steps">Environment steps of a sampled arm, > 0; null leaves it to the study.</param>
/// <param name="Ppo">What differs from the trainer's defaults in a sampled arm.</param>
public sealed record ArmOptions(string Name, ArmMethod Method, Hold Regulariser = Hold.None, double? Lambda = 0, long? Steps = null, PpoOverrides? Ppo = null)
{
    public bool UsesTheoryLambda => Lambda is null;
}

/// <summary>Settings of a sampled arm; null leaves each to the trainer's default.</summary>
/// <param name="Environments">Copies of the world stepped together, > 0.</param>
/// <param name="RolloutSteps">Steps of each copy between two updates, > 0.</param>
/// <param name="Epochs">Passes over a rollout, > 0.</param>
/// <param name="Minibatch">Transitions per gradient step, > 0.</param>
/// <param name="LearningRate">Adam's step size, > 0.</param>
/// <param name="GaeLambda">λ of generalised advantage estimation, in [0, 1].</param>
/// <param name="Clip">Half-width of the surrogate's clip range, in (0, 1].</param>
/// <param name="Entropy">Weight of the entropy bonus, ≥ 0.</param>
/// <param name="MaxGradientNorm">Gradients longer than this are shortened to it, > 0.</param>
/// <param name="Width">Units of each hidden layer, > 0.</param>
/// <param name="Depth">Hidden layers, > 0.</param>
public sealed record PpoOverrides(
    int? Environments = null, int? RolloutSteps = null, int? Epochs = null, int? Minibatch = null, double? LearningRate = null, double? GaeLambda = null,
    double? Clip = null, double? Entropy = null, double? MaxGradientNorm = null, int? Width = null, int? Depth = null);
