using Goodhart.Models;

namespace Goodhart.Optimization;

/// <summary>Options of <see cref="PolicyGradientTrainer"/>. Defaults are CleanRL's ppo.py ("The 37 implementation details of PPO", 2022) unless said otherwise.</summary>
/// <param name="Steps">Steps of each copy per iteration, &gt; 0.</param>
/// <param name="Epochs">Passes over each rollout, &gt; 0.</param>
/// <param name="Minibatch">Rows per update, &gt; 0. 1024 rather than CleanRL's 128: small updates cost overhead, not arithmetic.</param>
/// <param name="LearningRate">Adam's step, &gt; 0.</param>
/// <param name="AnnealOver">Policy steps over which the learning rate falls linearly to 0; constant when null.</param>
/// <param name="Discount">γ, in [0, 1).</param>
/// <param name="Lambda">λ of generalised advantage estimation, in [0, 1].</param>
/// <param name="Clip">ε of the clipped surrogate, &gt; 0.</param>
/// <param name="EntropyWeight">Weight of the entropy bonus, ≥ 0.</param>
/// <param name="MaxGradientNorm">Norm to which the gradients of policy and critic are each clipped, &gt; 0. CleanRL clips their joint norm, which lets large values slow the policy.</param>
/// <param name="TargetKl">Ends the passes of an iteration early once the approximate KL of a pass exceeds it; never when null.</param>
/// <param name="NormaliseObservations">Keep running moments of observations and normalise by them. Before the first iteration one rollout, not counted, sets them.</param>
/// <param name="Network">Hidden layers of policy and critic each; 2 × 64 tanh when null (PPO, 2017).</param>
/// <param name="Head">Distribution over a box of actions.</param>
public sealed record PolicyGradientOptions(
    int Steps = 128, int Epochs = 4, int Minibatch = 1024, double LearningRate = 2.5e-4, long? AnnealOver = null, double Discount = .99, double Lambda = .95,
    double Clip = .2, double EntropyWeight = .01, double MaxGradientNorm = .5, double? TargetKl = null,
    bool NormaliseObservations = false, MlpOptions? Network = null, ContinuousHead Head = ContinuousHead.Gaussian)
{
    /// <summary>Learns CartPole, in 64 copies, to its full return well within 300 000 steps, at little cost per step.</summary>
    public static PolicyGradientOptions CartPole { get; } = new(
        Steps: 32, Epochs: 3, Minibatch: 512, LearningRate: 4e-3, AnnealOver: 300_000, Discount: .98, Lambda: .8, EntropyWeight: 0);

    /// <summary>Adam's step after a number of policy steps.</summary>
    public double LearningRateAt(long steps) => AnnealOver is { } total ? LearningRate * Math.Max(0, 1 - (double)steps / total) : LearningRate;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal PolicyGradientOptions Checked()
    {
        Ensure.Positive(Steps);
        Ensure.Positive(Epochs);
        Ensure.Positive(Minibatch);
        Ensure.Positive(LearningRate);
        Ensure.Positive(AnnealOver ?? 1);
        Ensure.InRange(Discount, 0, 1 - 1e-9);
        Ensure.InRange(Lambda, 0, 1);
        Ensure.Positive(Clip);
        Ensure.NotNegative(EntropyWeight);
        Ensure.Positive(MaxGradientNorm);
        Ensure.Positive(TargetKl ?? 1);
        return this;
    }
}
