namespace Goodhart.Audit.Scores;

/// <summary>One model of RewardMATH and the names of its result files (without extension) on the two benches.</summary>
/// <param name="Model">Name in tables.</param>
/// <param name="Math">File of its scores on RewardMATH.</param>
/// <param name="Pairs">File of its scores on RewardBench's maths pairs; judges have none.</param>
public sealed record RewardMathFile(string Model, string Math, string? Pairs = null);

/// <summary>RewardMATH's models by the names of their result files, which differ between its two folders.</summary>
public static class RewardMathFiles
{
    /// <summary>The one-right-against-nine bench.</summary>
    public const string MathBench = "RewardMATH";

    /// <summary>The pairwise bench.</summary>
    public const string PairBench = "RewardBench math";

    /// <summary>Scalar reward models, process reward models, rating judges and pairwise judges, in this order.</summary>
    public static IReadOnlyList<RewardMathFile> All { get; } =
    [
        new("internlm2-7b", "internlm2_reward", "rewardbench_internlm2"),
        new("internlm2-20b", "internlm2_20b_reward", "rewardbench_internlm2-20b"),
        new("GRM-Llama3-8B", "grm_llama3_reward", "rewardbench_GRM-Llama3-8B"),
        new("Skywork-8B", "skywork_llama3_reward", "rewardbench_Skywork-Llama-3.1-8B"),
        new("ArmoRM", "ArmoRM_reward", "rewardbench_ArmoRM"),
        new("Eurus-RM", "Eurus-RM_reward", "rewardbench_Eurus-RM"),
        new("beaver", "beaver_reward", "rewardbench_beaver"),
        new("oasst-rm", "oasst-rm_reward", "rewardbench_oasst-rm"),
        new("GRM-Gemma-2B", "grm_gemma_reward", "rewardbench_GRM_Gemma_2B"),
        new("Math-Shepherd", "Math_Shepherd_reward", "rewardbench_Math_Shepherd"),
        new("ReasonEval-7B", "ReasonEval_7B_reward", "rewardbench_ReasonEval_7B"),
        new("ReasonEval-34B", "ReasonEval_34B_reward", "rewardbench_ReasonEval_34B"),
        new("Easy-to-hard", "Easy_to_hard_reward", "rewardbench_Easy_to_hard"),
        new("GPT-4", "gpt4_reward"),
        new("GPT-4o", "gpt4o_reward"),
        new("ChatGPT", "chatgpt_reward"),
        new("Claude-3-Opus", "opus_reward"),
        new("Claude-3.5-Sonnet", "sonnet-3-5_reward"),
        new("Llama3-8B", "llama3_8B_reward"),
        new("Llama3-70B", "llama3_70B_reward"),
        new("Prometheus-2-7B", "prometheus_7B_reward"),
        new("Prometheus-2-8x7B", "prometheus_8x7B_reward"),
        new("GPT-4 pairwise", "gpt4_pairwise_reward"),
        new("GPT-4o pairwise", "gpt4o_pairwise_reward"),
        new("ChatGPT pairwise", "chatgpt_pairwise_reward"),
        new("Claude-3-Opus pairwise", "opus_pairwise_reward"),
        new("Claude-3.5-Sonnet pairwise", "sonnet-3-5_pairwise_reward"),
        new("Llama3-8B pairwise", "llama3_8B_pairwise_reward"),
        new("Llama3-70B pairwise", "llama3_70B_pairwise_reward"),
        new("Prometheus-2-7B pairwise", "prometheus_7B_pairwise_reward"),
        new("Prometheus-2-8x7B pairwise", "prometheus_8x7B_pairwise_reward"),
    ];

    /// <summary>Model and bench that a file's name stands for; the name itself and "scores" for an unknown one.</summary>
    public static (string Model, string Bench) NamesOf(string fileName)
    {
        var stem = fileName;
        foreach (var extension in (string[])[".gz", ".json", ".jsonl", ".csv", ".tsv"])
            if (stem.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) stem = stem[..^extension.Length];
        foreach (var file in All)
        {
            if (file.Math == stem) return (file.Model, MathBench);
            if (file.Pairs == stem) return (file.Model, PairBench);
        }

        return (stem, "scores");
    }
}
