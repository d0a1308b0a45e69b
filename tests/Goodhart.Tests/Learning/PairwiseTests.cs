using CsCheck;
using Goodhart.Feedback;
using Goodhart.Learning;
using static TorchSharp.torch;

namespace Goodhart.Tests.Learning;

public sealed class PairwiseTests
{
    private static double Loss(double first, double second, double target, PairwiseOptions? options = null, double? margin = null, double? weight = null)
    {
        using var scope = NewDisposeScope();
        return Pairwise.Loss(One(first), One(second), One(target), options, margin is { } m ? One(m) : null, weight is { } w ? One(w) : null)[0].item<double>();
    }

    private static Tensor One(double value) => tensor(new[] { value }, ScalarType.Float64);

    [Theory]
    [InlineData(null, null, 0.403186)]   // regular: −log σ(0.7)
    [InlineData(1.0, null, 0.854355)]    // margin 1: −log σ(−0.3)
    [InlineData(3.0, null, 2.395545)]    // margin 3: −log σ(−2.3)
    [InlineData(null, 3.0, 1.209558)]    // scaled: 3 times regular
    public void Loss_OfLead07_IsAsHelpSteer2Gives(double? margin, double? weight, double expected)
    {
        Assert.Equal(expected, Loss(0.7, 0, 0, margin: margin, weight: weight), 1e-6);   // whichever stands first
        Assert.Equal(expected, Loss(0, 0.7, 1, margin: margin, weight: weight), 1e-6);
    }

    [Fact]
    public void Loss_OfASoftLabel_MixesBothSides()
    {
        // (1 − a)·(−log σ(z)) + a·(−log σ(−z)) with a = .1, z = .7 − .2: .9·.474077 + .1·.974077 = .524077.
        Assert.Equal(0.524077, Loss(0, 0.7, 0.9, margin: 0.2), 1e-6);
        Assert.Equal(0.524077, Loss(0.7, 0, 0.1, margin: 0.2), 1e-6);
    }

    [Fact]
    public void Loss_WithCentringAndShrinkage_AddsThem()
    {
        // −log σ(1) = .313262; (3 + 2)² · .01 = .25; ½ · .001 · (9 + 4) = .0065. Weights do not reach them.
        Assert.Equal(0.313262 + 0.25 + 0.0065, Loss(2, 3, 1, new(Centring: 0.01, Shrinkage: 0.001)), 1e-6);
        Assert.Equal(2 * 0.313262 + 0.25, Loss(2, 3, 1, new(Centring: 0.01), weight: 2), 1e-6);
    }

    [Fact]
    public void Loss_WithTemperature_DividesTheLead()
    {
        // (0.7 − 0.5)/0.1 = 2: −log σ(2) = .126928.
        Assert.Equal(0.126928, Loss(0, 0.7, 1, new(Temperature: 0.1), margin: 0.5), 1e-6);
        // Skew score 2.77 at temperature 1 (General Preference Modeling's golden value).
        Assert.Equal(0.0607771, Pairwise.LeadLoss(One(2.77), One(1))[0].item<double>(), 1e-6);
    }

    [Fact]
    public void Ties_HaveTheProbabilitiesOfTheirModels()
    {
        // Lead ½, η = 1: σ(−½) = .377541, σ(−1½) = .182426; tie 1 − .377541 − .182426 = .440033.
        var kupper = new PairwiseOptions { Ties = new Ties.RaoKupper(1) };
        Assert.Equal(-Math.Log(0.377541), Loss(0, 0.5, 1, kupper), 1e-5);
        Assert.Equal(-Math.Log(0.182426), Loss(0, 0.5, 0, kupper), 1e-5);
        Assert.Equal(-Math.Log(0.440033), Loss(0, 0.5, 0.5, kupper), 1e-5);

        // e^¼ = 1.284025, e^−¼ = .778801, ν = 2: sum 4.062826.
        var davidson = new PairwiseOptions { Ties = new Ties.Davidson(2) };
        Assert.Equal(-Math.Log(1.284025 / 4.062826), Loss(0, 0.5, 1, davidson), 1e-5);
        Assert.Equal(-Math.Log(0.778801 / 4.062826), Loss(0, 0.5, 0, davidson), 1e-5);
        Assert.Equal(-Math.Log(2 / 4.062826), Loss(0, 0.5, 0.5, davidson), 1e-5);

        Assert.Equal(3 * 0.25, Loss(0, 0.5, 0.5, new() { Ties = new Ties.Square(3) }), 1e-9);
        Assert.Equal(0.724077, Loss(0, 0.5, 0.5), 1e-6);   // half of .474077 and half of .974077
    }

    [Fact]
    public void ThreeOutcomes_OfEveryTieModel_AddUpToOne() => Gen.Double[-6, 6].Sample(lead =>
    {
        foreach (Ties ties in (Ties[])[new Ties.RaoKupper(0.4), new Ties.Davidson(0.7)])
        {
            var sum = new[] { 0, 0.5, 1 }.Sum(t => Math.Exp(-Loss(0, lead, t, new() { Ties = ties })));
            Assert.Equal(1, sum, 1e-9);
        }
    }, iter: 50, threads: 1);

    public static TheoryData<string> Models => ["half", "kupper", "davidson", "square"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradient_IsThatOfFiniteDifferences(string model)
    {
        var options = new PairwiseOptions(0.7, 0.02, 0.03)
        {
            Ties = model switch { "kupper" => new Ties.RaoKupper(0.5), "davidson" => new Ties.Davidson(), "square" => new Ties.Square(), _ => new Ties.Half() },
        };
        double[] leads = [0.3, -1.2, 4, -7, 0.1], targets = [1, 0, 0.5, 0.9, 0.2];
        using var scope = NewDisposeScope();
        var (first, second) = (tensor(new[] { 0.2, 1, -2, 3, 0.4 }, requires_grad: true), tensor(leads, requires_grad: true));
        Tensor At(Tensor a, Tensor b) => Pairwise.Loss(a, b, tensor(targets), options, tensor(new[] { 0, 0.4, 1, -0.3, 0.2 }), tensor(new[] { 1, 2, 0.5, 1, 0 })).sum();
        var gradients = autograd.grad([At(first, second)], [first, second]);
        using var nothing = no_grad();
        for (var i = 0; i < leads.Length; i++)
        {
            var step = zeros(leads.Length, ScalarType.Float64);
            step[i] = 1e-5;
            Assert.Equal(((At(first + step, second) - At(first - step, second)) / 2e-5).item<double>(), gradients[0][i].item<double>(), 1e-6);
            Assert.Equal(((At(first, second + step) - At(first, second - step)) / 2e-5).item<double>(), gradients[1][i].item<double>(), 1e-6);
        }
    }

    [Fact]
    public void Loss_OfHugeLeads_StaysFinite()
    {
        using var scope = NewDisposeScope();
        foreach (Ties ties in (Ties[])[new Ties.Half(), new Ties.RaoKupper(), new Ties.Davidson()])
        {
            var second = tensor(new[] { 1e4f, -1e4f, 0f }, requires_grad: true);
            var loss = Pairwise.Loss(zeros(3), second, tensor(new[] { 0f, 1f, 0.5f }), new() { Ties = ties });
            Assert.True(loss.isfinite().all().item<bool>());
            Assert.True(autograd.grad([loss.sum()], [second])[0].isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void ToPairs_KeepsOriginAndTurnsStrengthIntoWhatIsAsked()
    {
        Preference<string>[] preferences =
        [
            Preference.FromSigned("a", "b", 2) with { Origin = new(User: "u") }, new("a", "b", Choice.CannotCompare), new("a", "b", Choice.Tie), Preference.FromProbability("a", "b", 0.3),
        ];
        var plain = preferences.ToPairs();
        Assert.Equal([1, 0.5, 0.3], plain.Select(p => p.Target));
        Assert.Equal("u", plain[0].Origin.User);
        Assert.Equal((0.0, 1.0), (plain[0].Margin, plain[0].Weight));
        Assert.Equal(2, preferences.ToPairs(StrengthUse.Weight)[0].Weight);
        Assert.Equal(2, preferences.ToPairs(StrengthUse.Margin)[0].Margin);
        Assert.Equal(2, preferences.ToPairs(ties: false).Count);
    }

    [Fact]
    public void Pair_WithNonsense_SaysWhat()
    {
        Assert.Contains("Target must be in [0, 1], was 1.2", Assert.Throws<ArgumentOutOfRangeException>(() => new Pair<int>(0, 1, 1.2)).Message);
        Assert.Contains("margin must be finite, was NaN", Assert.Throws<ArgumentException>(() => new Pair<int>(0, 1, 1) { Margin = double.NaN }).Message);
        Assert.Contains("a must be in [0, 0.5], was 0.7", Assert.Throws<ArgumentOutOfRangeException>(() => new Pair<int>(0, 1, 1).Soften(0.7)).Message);
        Assert.Contains("Temperature must be positive, was 0", Assert.Throws<ArgumentOutOfRangeException>(() => new PairwiseOptions(0)).Message);
    }
}
