using Goodhart.Models;
using Goodhart.Tests.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Goodhart.Tests.Language;

public sealed class LoraTests
{
    public static IEnumerable<TheoryDataRow<string>> Tiny => TinyModels.Names;

    private static readonly Encoded[] Texts = [new([1, 2, 3, 4]), new([5, 6])];

    private static float[] Numbers(LanguageModel model)
    {
        using var gradless = no_grad();
        using var numbers = model.LogProbabilities(Texts);
        return numbers.Floats().ToArray();
    }

    internal static void Disturb(ParameterVector parameters)
    {
        using var gradless = no_grad();
        foreach (var name in parameters.Names.Where(name => name.EndsWith("lora_B.weight", StringComparison.Ordinal))) FreshWeights.Normal(parameters[name], .5, new(9));
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Adapt_ChangesNothingAtFirst_TrainsItselfAlone_AndMergesIntoTheSameModel(string family)
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        using var plain = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        var before = Numbers(model);
        model.Adapt(new() { Rank = 3, Alpha = 6, TargetModules = ["all-linear"] }, new(2));
        Assert.Equal(before, Numbers(model));
        Disturb(model.Parameters);
        var adapted = Numbers(model);
        Assert.Contains(before.Zip(adapted), pair => Math.Abs(pair.First - pair.Second) > .1);

        using (var scope = NewDisposeScope())
        {
            var gradient = model.Parameters.Gradient(model.LogProbabilities(Texts).sum());
            Assert.True(gradient.abs().min().ToDouble() >= 0 && gradient.count_nonzero().ToInt64() > .9 * gradient.NumberOfElements);
            Assert.All(model.Weights.Leaves, leaf => Assert.False(leaf.requires_grad));
        }

        Assert.Equal(plain.Weights.Values.ToArray(), model.Weights.Values.ToArray());
        model.Merge();
        TransformerTests.Close([.. adapted.Select(x => (double)x)], Numbers(model), 1e-4);
        Assert.Same(model.Weights, model.Parameters);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void SaveAdapter_ThenAdapt_GivesTheSameBits(string family)
    {
        using var folder = new TemporaryFolder();
        using LanguageModel model = LanguageModel.FromScratch(TinyModels.Of(family), new(1)), other = LanguageModel.FromScratch(TinyModels.Of(family), new(1));
        model.Adapt(new() { Rank = 2 }, new(2));
        Disturb(model.Parameters);
        model.SaveAdapter(folder.Path);
        other.Adapt(folder.Path);
        Assert.Equal(Numbers(model), Numbers(other));
        Assert.Equal(family == "gpt2", LoraConfig.Load(folder.Path).FanInFanOut);
    }

    [Theory, MemberData(nameof(Tiny))]
    public void Scorer_WithAdapter_IsSavedMerged(string family)
    {
        using var folder = new TemporaryFolder();
        using var scorer = LanguageScorer.FromScratch(TinyModels.Of(family), 1, new(1), new(Trained.Lora, new() { Rank = 2 }));
        Disturb(scorer.Parameters);
        scorer.PadWith(3);
        scorer.Save(folder.Path);
        using var read = LanguageScorer.Load(folder.Path);
        using var gradless = no_grad();
        using Tensor mine = scorer.Forward(Texts), its = read.Forward(Texts);
        TransformerTests.Close([.. mine.Floats().ToArray().Select(x => (double)x)], its.Floats().ToArray(), 1e-5);
    }

    [Fact]
    public void Adapt_ToAMapThatIsNotThere_SaysWhatIsNear()
    {
        using var model = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1));
        Assert.StartsWith("No linear map is called 'q_pro'.", Assert.Throws<ArgumentException>(() => model.Adapt(new() { TargetModules = ["q_pro"] }, new(1))).Message);
        Assert.Throws<InvalidOperationException>(() => model.Merge());
    }

    [Fact]
    public void Adapt_FromAnotherModel_SaysWhichMapItLacks()
    {
        using var folder = new TemporaryFolder();
        using LanguageModel llama = LanguageModel.FromScratch(TinyModels.Of("llama"), new(1)), gpt2 = LanguageModel.FromScratch(TinyModels.Of("gpt2"), new(1));
        llama.Adapt(new() { Rank = 2 }, new(2));
        llama.SaveAdapter(folder.Path);
        Assert.Contains("adapts 'model.layers.0.self_attn.q_proj', which this model does not have", Assert.Throws<CheckpointException>(() => gpt2.Adapt(folder.Path)).Message);
    }

    [Fact]
    public void Targets_ByExpression_AsPeftReadsThem()
    {
        using var adapter = LoraAdapter.Fresh(TinyModels.Of("llama"), new() { TargetModules = [@".*\.1\.self_attn\.[qv]_proj"] }, new(1));
        Assert.Equal(["model.layers.1.self_attn.q_proj", "model.layers.1.self_attn.v_proj"], adapter.Modules);
    }
}
