namespace Goodhart.Worlds.Control;

/// <summary>Rewards that people wrote for the control worlds, as reward programs; each computes what the named reward computes.</summary>
internal static class ControlPrograms
{
    /// <summary><see cref="CartPoleRewards.Centred"/>.</summary>
    public const string CartPole = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double middle = Within(after.Position / World.TrackLimit);
            double upright = Within(after.Angle / World.AngleLimit);
            parts["middle"] = middle;
            parts["upright"] = upright;
            return middle * upright;
        }

        double Within(double fraction) => Math.Max(0, 1 - fraction * fraction);
        """;

    /// <summary><see cref="PendulumRewards.Steady"/>.</summary>
    public const string Pendulum = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double height = (1 + after.CosAngle) / 2;
            double spin = 0.01 * after.AngularVelocity * after.AngularVelocity;
            double effort = 0.001 * action.Torque * action.Torque;
            parts["height"] = height;
            parts["spin"] = -spin;
            parts["effort"] = -effort;
            return height - spin - effort;
        }
        """;

    /// <summary><see cref="MountainCarRewards.Pumping"/>.</summary>
    public const string MountainCar = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double gained = 1000 * (Energy(after) - Energy(before));
            double flag = after.Terminal ? 10 : 0;
            parts["gained"] = gained;
            parts["flag"] = flag;
            parts["time"] = -0.02;
            return gained + flag - 0.02;
        }

        double Energy(Obs car) => car.Velocity * car.Velocity / 2 + 0.0025 / 3 * Math.Sin(3 * car.Position);
        """;

    /// <summary><see cref="AcrobotRewards.Climb"/>.</summary>
    public const string Acrobot = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double tip = -after.CosAngle1 - (after.CosAngle1 * after.CosAngle2 - after.SinAngle1 * after.SinAngle2);
            double height = (tip - World.GoalHeight) / 3;
            double there = after.Terminal ? 10 : 0;
            parts["height"] = height;
            parts["there"] = there;
            return height + there;
        }
        """;
}
