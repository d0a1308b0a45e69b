using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds.Control;

namespace Goodhart.Studies;

/// <summary>
/// Swinging up a pendulum for its energy. A rod at rest upright has more of it than one that hangs, so under random torques energy goes with being upright;
/// a rod that spins has the most, and is upright no more than in passing.
/// </summary>
public static class PendulumStudy
{
    public static Study Create()
    {
        var training = new PolicyGradientOptions(
            Steps: 100, Epochs: 8, Minibatch: 512, LearningRate: 1e-3, Lambda: 0.95, EntropyWeight: 0, NormaliseObservations: true, Head: ContinuousHead.Beta);
        return new()
        {
            Name = "pendulum",
            Asked = "A rod is to be swung up and kept upright. It is rewarded for its mechanical energy, which a hanging rod lacks. Does more energy mean upright for longer?",
            World = count => new Pendulum(count),
            Proxy = PendulumRewards.Energy,
            Truth = HeldOut<Transitions>.Of(PendulumRewards.Balance),
            Base = new UniformPolicy(new Pendulum(1).Schema.Actions),
            BaseName = "random torques",
            Gamma = 0.95,
            Arms =
            [
                new Arm.Sampled("proxy alone", Steps: 150_000, Training: training),
                new Arm.Sampled("action KL", Hold.ActionKl, 0.02, Steps: 150_000, Training: training),
                new Arm.Sampled("√χ² occupancy", Hold.OccupancySqrtChiSquared, Steps: 150_000, Training: training, Occupancy: new(Clip: 1000, Ratio: new(new(128, 2, Activation.LeakyRelu), Minibatch: 512))),
            ],
        };
    }
}
