using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Learning;

/// <summary>What a line of the log says, gathered part by part.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, double> beside = [];
    private double right, leads, sum, low = double.PositiveInfinity, high = double.NegativeInfinity;
    private long decisions, outputs;

    public double Loss { get; private set; }

    public Look Look => new(Loss, decisions > 0 ? right / decisions : null, decisions > 0 ? leads / decisions : null);

    /// <summary>Tags and values, as TRL's reward trainer names them.</summary>
    public IEnumerable<(string Tag, double Value)> Metrics
    {
        get
        {
            yield return ("loss", Loss);
            if (Look.Accuracy is { } accuracy) yield return ("accuracy", accuracy);
            if (Look.Margin is { } margin) yield return ("margin", margin);
            if (outputs > 0)
            {
                yield return ("mean_reward", sum / outputs);
                yield return ("min_reward", low);
                yield return ("max_reward", high);
            }

            foreach (var (name, value) in beside) yield return (name, value);
        }
    }

    public void AddLoss(double loss) => Loss += loss;

    public void AddBeside(string name, double loss) => beside[name] = beside.GetValueOrDefault(name) + loss;

    public void Add(Tensor rows, Tensor? decided)
    {
        using var nothing = no_grad();
        foreach (var output in Numbers(rows)) (sum, low, high, outputs) = (sum + output, Math.Min(low, output), Math.Max(high, output), outputs + 1);
        if (decided is null) return;
        foreach (var lead in Numbers(decided)) (right, leads, decisions) = (right + (lead > 0 ? 1 : lead == 0 ? 0.5 : 0), leads + lead, decisions + 1);
    }

    private static float[] Numbers(Tensor tensor)
    {
        using var held = tensor.detach().to(ScalarType.Float32).cpu().contiguous();
        return held.Floats().ToArray();
    }
}
