using Goodhart.Feedback;
using Goodhart.Learning;
using Goodhart.Models;
using static TorchSharp.torch;

namespace Goodhart.Tests.Learning;

public sealed class ObjectiveTests
{
    private static float[] Losses<TExample>(IObjective<TExample, string> objective, float[,] rows, int[] rowsOf, params TExample[] examples)
    {
        using var scope = NewDisposeScope();
        return objective.Losses(examples, new(tensor(rows), rowsOf)).Floats().ToArray();
    }

    private static void Near(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }

    [Fact]
    public void Regression_LeavesOutWhatHasNoMark_AndCountsWhatHas()
    {
        var scale = new Scale(0, 4);
        Rating<string> both = new("a", new Dictionary<string, Mark> { ["help"] = new(3, scale), ["length"] = new(1, scale) });
        Rating<string> one = new("b", new Dictionary<string, Mark> { ["help"] = new(null, scale), ["length"] = new(2, scale) });
        var objective = Objective.Regression<string>("help", "length");
        // (1 − 3)² + (1.5 − 1)² = 4.25; (0 − 2)² = 4, whatever the first output says.
        Near([4.25, 4], Losses(objective, new[,] { { 1f, 1.5f }, { 9f, 0f } }, [1, 1], both, one));
        Assert.Equal((2, 1), (objective.Count(both), objective.Count(one)));
        Rating<string> none = new("c", new Dictionary<string, Mark> { ["help"] = new(null, scale) });
        Assert.Contains("no mark for any of: help, length", Assert.Throws<ArgumentException>(() => objective.Count(none)).Message);
        Assert.Contains("at least one attribute", Assert.Throws<ArgumentException>(() => Objective.Regression<string>()).Message);
    }

    [Fact]
    public void GaussianLoss_IsTheNegativeLogLikelihood()
    {
        using var scope = NewDisposeScope();
        // ½·((3 − 1)/e^½)² + ½ = 2/e + ½ = 1.235759; log σ = −9 is held at −3: ½·(.1·e³)² − 3 = −.982855.
        Near([1.235759, -0.982856], MaskedRegression.GaussianLoss(tensor([1f, 1f]), tensor([0.5f, -9f]), tensor([3f, 1.1f])).Floats().ToArray());
    }

    [Fact]
    public void Listwise_OfThree_IsTheProductOfChoices_AndOfTwoBradleyTerry()
    {
        var objective = Objective.Listwise<string>();
        // Scores 1, 2, 0 in the order 2nd, 1st, 3rd: log(e¹ + e² + e⁰) − 2 + log(e¹ + e⁰) − 1 + 0 = .407606 + .313262.
        Near([0.720868, 0.313262], Losses(objective, new[,] { { 1f }, { 2f }, { 0f }, { 1f }, { 2f } }, [1, 1, 1, 1, 1],
            new Ranking<string>(["a", "b", "c"], [2, 1, 3]), new Ranking<string>(["a", "b"], [2, 1])));
    }

    [Fact]
    public void Listwise_WithTies_DoesNotDependOnTheirOrder()
    {
        // Two first of 1 and 3, then 0: each faces all three: 2·log(e + e³ + 1) − 4 + 0 = 2·3.169846 − 4.
        double[] expected = [2 * 3.169846 - 4];
        Near(expected, Losses(Objective.Listwise<string>(), new[,] { { 1f }, { 3f }, { 0f } }, [1, 1, 1], new Ranking<string>(["a", "b", "c"], [1, 1, 2])));
        Near(expected, Losses(Objective.Listwise<string>(), new[,] { { 3f }, { 0f }, { 1f } }, [1, 1, 1], new Ranking<string>(["b", "c", "a"], [1, 2, 1])));
        // The best alone: log(e + e³ + 1) − 3 for ranks 2, 1, 3.
        Near([3.169846 - 3], Losses(Objective.Listwise<string>(depth: 1), new[,] { { 1f }, { 3f }, { 0f } }, [1, 1, 1], new Ranking<string>(["a", "b", "c"], [2, 1, 3])));
    }

    [Fact]
    public void Listwise_HasFiniteGradients_WherePaddingIs()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[,] { { 1f, 2f, 0f }, { 3f, 1f, 7f } }, requires_grad: true);
        var loss = PlackettLuce.Loss(scores, tensor(new[,] { { 1f, 2f, 3f }, { 1f, 2f, 0f } }));
        var gradient = autograd.grad([loss.sum()], [scores])[0];
        Assert.True(gradient.isfinite().all().item<bool>());
        Assert.Equal(0, gradient[1, 2].item<float>());
    }

    [Fact]
    public void Skew_HasTheGoldenScores_AndIsAntisymmetric()
    {
        using var scope = NewDisposeScope();
        Tensor chosen = tensor(new[,] { { .3f, -1, .5f, 2 } }), rejected = tensor(new[,] { { 1.2f, .4f, -.7f, .1f } });
        Near([2.77], SkewScore.Of(chosen, rejected).abs().Floats().ToArray());
        Assert.Equal(-SkewScore.Of(rejected, chosen).item<float>(), SkewScore.Of(chosen, rejected).item<float>(), 1e-6);
        // Unit vectors 120° apart beat each other in a circle by sin 120° = .866025.
        var circle = tensor(new[,] { { 1f, 0f }, { -.5f, .8660254f }, { -.5f, -.8660254f } });
        var table = SkewScore.Table(circle);
        Near([.866025, .866025, .866025], stack([table[0, 1], table[1, 2], table[2, 0]]).Floats().ToArray());
        Assert.Contains("even number of outputs, was 3", Assert.Throws<ArgumentException>(() => SkewScore.Of(zeros(1, 3), zeros(1, 3))).Message);
    }

    [Fact]
    public void Skew_LearnsACycle_WhichNoScoreCan()
    {
        Pair<float[]>[] cycle = [.. Enumerable.Range(0, 3).Select(i => new Pair<float[]>(One(i), One((i + 1) % 3), 0))];
        double Accuracy(int outputs, Func<IObjective<Pair<float[]>, float[]>> objective)
        {
            using var scorer = new FeatureScorer(3, new(8, 0, Outputs: outputs), new Generator(4));
            RewardTrainer.Fit(scorer, cycle, objective(), new(300, 3, 0.05), new Generator(1), cancellation: TestContext.Current.CancellationToken);
            return RewardTrainer.Evaluate(scorer, cycle, objective()).Accuracy!.Value;
        }

        Assert.Equal(1, Accuracy(2, () => Objective.Skew<float[]>(new())));
        Assert.True(Accuracy(1, () => Objective.Pairwise<float[]>()) <= 0.67);

        static float[] One(int at) => [.. Enumerable.Range(0, 3).Select(i => i == at ? 1f : 0f)];
    }

    [Fact]
    public void Steps_SumsOverThePositionsThatHaveALabel()
    {
        var objective = Objective.Steps<string>();
        Positions<string> two = new("a", [1, null, 0]), soft = new("b", [0.25]);
        // −log σ(2) − log σ(−1) = .126928 + 1.313262; softplus(1) − ¼ = 1.063262.
        Near([1.440190, 1.063262], Losses(objective, new[,] { { 2f }, { 5f }, { 1f }, { 1f } }, [3, 1], two, soft));
        Assert.Equal(2, objective.Count(two));
        // Three classes: −log softmax(1, 2, 0)₁ = .407606.
        Near([0.407606], Losses(objective, new[,] { { 1f, 2f, 0f }, { 7f, 7f, 7f } }, [2], new Positions<string>("a", [1, null])));
        Assert.Contains("1 labels for 2 positions", Assert.Throws<ArgumentException>(() => Losses(objective, new[,] { { 1f }, { 1f } }, [2], soft)).Message);
        Assert.Contains("expected a class in 0 … 1", Assert.Throws<ArgumentException>(() => Losses(objective, new[,] { { 1f, 2f } }, [1], soft)).Message);
    }

    [Fact]
    public void Pairwise_OfSeveralRowsPerItem_SaysSo() =>
        Assert.Contains("3 rows for 2 items", Assert.Throws<ArgumentException>(() => Losses(Objective.Pairwise<string>(), new[,] { { 1f }, { 2f }, { 3f } }, [2, 1], new Pair<string>("a", "b", 1))).Message);
}
