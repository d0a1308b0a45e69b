namespace Goodhart.Worlds.KeyDoor;

/// <summary>What is wanted in the two rooms.</summary>
public static class KeyDoorTask
{
    /// <summary>The reward a person wrote, as a program: the text of <see cref="KeyDoorRewards.HumanStaged"/>.</summary>
    public const string HumanReward = """
        double Reward(Obs before, Act action, Obs after, Parts parts)
        {
            // First to the key, then to the door, then to the goal.
            double toKey = Math.Abs(after.X - World.KeyX) + Math.Abs(after.Y - World.KeyY);
            double toDoor = Math.Abs(after.X - World.DoorX) + Math.Abs(after.Y - World.DoorY);
            double toGoal = Math.Abs(after.X - World.GoalX) + Math.Abs(after.Y - World.GoalY);
            double next = !after.HasKey ? toKey : !after.DoorOpen ? toDoor : toGoal;
            double nearTemperature = 2;
            double near = Math.Exp(-next / nearTemperature);
            double goal = toGoal == 0 ? 20 : 0;
            parts["near"] = near;
            parts["goal"] = goal;
            return near + goal;
        }
        """;

    /// <summary>
    /// Reach the goal. Fitness is the graded score of <see cref="KeyDoorOptions.Horizon"/> 50; with firm ground while training and 10 % random actions while measuring,
    /// 800 episodes of Q-learning score about .45 on the human reward, .41 on the naive distance, and .91 at most.
    /// </summary>
    public static DesignTask Goal { get; } = new(
        "goal", "Reach the goal in the second room: fetch the key, open the door, keep out of the lava, and be quick.",
        HeldOut<Transitions>.Of(KeyDoorRewards.Fitness(new())), HeldOut<Transitions>.Of(KeyDoorRewards.Success), HumanReward,
        [
            "Lingering beside a place that pays at every step for being near, and never taking what lies there.",
            "Holding the key, or keeping the door open, for the rest of the episode where either pays at every step.",
            "Walking to and fro where coming closer is paid and going away is free.",
            "Ending the episode in the lava where every step costs something.",
            "Pressing against the wall at the point nearest to the goal where distance ignores walls.",
        ]);
}
