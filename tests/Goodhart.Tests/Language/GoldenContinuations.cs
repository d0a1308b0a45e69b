using System.Text.Json;
using Goodhart.Tests.Checkpoints;

namespace Goodhart.Tests.Language;

/// <summary>What an independent 64-bit forward pass says of a tiny checkpoint.</summary>
internal sealed record GoldenContinuations(int[][] Ids, double[][] LastLogits, double[][] LogProbabilities, double[] Sums, int[] Greedy)
{
    public static (string Folder, GoldenContinuations Expected) Require(string name)
    {
        var folder = GoldenModels.Require(name);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        T Read<T>(string field) => json.RootElement.GetProperty(field).Deserialize<T>()!;
        return (folder, new(Read<int[][]>("input_ids"), Read<double[][]>("logits_last_position"), Read<double[][]>("token_logps"), Read<double[]>("sequence_logp"), Read<int[]>("greedy_from_row0")));
    }
}
