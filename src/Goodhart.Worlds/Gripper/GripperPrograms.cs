namespace Goodhart.Worlds.Gripper;

/// <summary>The experts' rewards as reward programs; each computes what <see cref="GripperRewards.Staged"/> computes.</summary>
internal static class GripperPrograms
{
    public static string Staged(GripperTask task) => task switch
    {
        GripperTask.Reach => Reach,
        GripperTask.Push => Push,
        GripperTask.Pick => Pick,
        GripperTask.Stack => Stack,
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };

    private const string Distance = """
        double Distance(double x, double y) => Math.Sqrt(x * x + y * y);

        double Near(double metres) => 1 - Math.Tanh(5 * metres);
        """;

    private const string Reach = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double away = Distance(after.Goal.X - after.Gripper.X, after.Goal.Height - after.Gripper.Height);
            double near = Near(away);
            double there = away <= World.Tolerance ? 1 : 0;
            parts["near"] = near;
            parts["there"] = there;
            return near + there;
        }


        """ + Distance;

    private const string Push = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            // The open hand pushes with its right finger from 9 cm left of the cube's centre.
            double away = Distance(after.Goal.X - after.Cube.X, after.Goal.Height - after.Cube.Height);
            double near = Near(Distance(after.Cube.X - 0.09 - after.Gripper.X, after.Cube.Height - after.Gripper.Height));
            double place = 3 * Near(Math.Abs(after.Goal.X - after.Cube.X));
            double there = away <= World.Tolerance && !after.Cube.Grasped ? 2 : 0;
            parts["near"] = near;
            parts["place"] = place;
            parts["there"] = there;
            return near + place + there;
        }


        """ + Distance;

    private const string Pick = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            double away = Distance(after.Goal.X - after.Cube.X, after.Goal.Height - after.Cube.Height);
            double near = Near(Distance(after.Cube.X - after.Gripper.X, after.Cube.Height - after.Gripper.Height));
            double hold = after.Cube.Grasped ? 1 : 0;
            double place = after.Cube.Grasped ? 3 * Near(away) : 0;
            double there = away <= World.Tolerance && after.Cube.Grasped ? 2 : 0;
            parts["near"] = near;
            parts["hold"] = hold;
            parts["place"] = place;
            parts["there"] = there;
            return near + hold + place + there;
        }


        """ + Distance;

    private const string Stack = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            bool above = Math.Abs(after.Cube.X - after.CubeB.X) <= World.Tolerance
                && Math.Abs(after.Cube.Height - after.CubeB.Height - World.CubeSize) <= 0.001;
            if (above && !after.Cube.Grasped && !after.CubeB.Grasped)
            {
                parts["stacked"] = 10;
                return 10;
            }

            double toTop = Distance(after.CubeB.X - after.Cube.X, after.CubeB.Height + World.CubeSize - after.Cube.Height);
            double near = Near(Distance(after.Cube.X - after.Gripper.X, after.Cube.Height - after.Gripper.Height));
            double hold = after.Cube.Grasped ? 1 : 0;
            double lift = after.Cube.Grasped ? Math.Min(1, (after.Cube.Height - 0.03) / 0.09) : 0;
            double place = lift * 3 * Near(toTop);
            parts["near"] = near;
            parts["hold"] = hold;
            parts["lift"] = lift;
            parts["place"] = place;
            return near + hold + lift + place;
        }


        """ + Distance;
}
