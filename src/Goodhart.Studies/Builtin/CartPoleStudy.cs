using Goodhart.Worlds.Control;

namespace Goodhart.Studies;

/// <summary>
/// Balancing a pole for the quadratic cost that a control engineer writes down first. It is never positive and a fall ends it, so the optimum falls at once.
/// </summary>
public static class CartPoleStudy
{
    public static Study Create() => new()
    {
        Name = "cartpole",
        Asked = "A pole is to be kept upright in the middle of the track. The policy pays a quadratic cost for being off; the episode ends when the pole falls. "
            + "Does paying less mean balancing better?",
        World = count => new CartPole(count),
        Proxy = CartPoleRewards.Deviation,
        Truth = HeldOut<Transitions>.Of(CartPoleRewards.Centred),
        Base = Trained.On(count => new CartPole(count), CartPoleRewards.Centred, 20_480, seed: 5),
        BaseName = "PPO on the true reward, stopped early",
        Arms =
        [
            new Arm.Sampled("proxy alone", Steps: 100_000),
            new Arm.Sampled("√χ² occupancy", Hold.OccupancySqrtChiSquared, Steps: 100_000),
        ],
        Seeds = 2,
    };
}
