namespace Goodhart.Runs;

/// <summary>Names of the usual metrics, as Stable-Baselines3 and TRL write them, so that dashboards made for those show a Goodhart run.</summary>
public static class Tags
{
    public const string EpisodeReward = "rollout/ep_rew_mean", EpisodeLength = "rollout/ep_len_mean";
    public const string EvaluationReward = "eval/mean_reward";
    public const string StepsPerSecond = "time/fps", TotalSteps = "time/total_timesteps";
    public const string PolicyLoss = "train/policy_gradient_loss", ValueLoss = "train/value_loss", EntropyLoss = "train/entropy_loss";
    public const string RegulariserLoss = "train/regulariser_loss", GradientNorm = "train/grad_norm", LearningRate = "train/learning_rate";
    public const string KlToBase = "objective/kl", TrainedReward = "rewards/trained/mean", Penalty = "rewards/penalty/mean";
    public const string ApproximateKl = "train/approx_kl", ClipFraction = "train/clip_fraction", ExplainedVariance = "train/explained_variance";

    /// <summary>Mean of one named reward or reward part: <c>rewards/{name}/mean</c>.</summary>
    public static string RewardMean(string name) => $"rewards/{name}/mean";

    /// <summary>Standard deviation of one named reward or reward part: <c>rewards/{name}/std</c>.</summary>
    public static string RewardDeviation(string name) => $"rewards/{name}/std";
}
