using System.Globalization;

namespace Goodhart.Design.Evolution;

/// <summary>Rewards by evolutionary search over typed terms: no language model, no key, no network.</summary>
/// <remarks>
/// (μ+λ): the first round is drawn, partly as stages, partly term by term; later rounds are children of the best so far, a few newcomers, and repeats of the best, so that
/// what is selected is not luck. Children obey the statistics of their parent's training as Eureka's prompts ask a language model to.
/// </remarks>
public sealed class EvolutionaryDesigner(EvolutionOptions? options = null) : IDesigner
{
    private readonly EvolutionOptions options = (options ?? new()).Checked();

    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"evolve μ={options.Elite}/{options.PerStructure} tournament={options.Tournament} staged={options.Staged} newcomers={options.Immigrants} repeats={options.Repeats} crossover={options.Crossover} statistics={options.Statistics} bandwidth={options.Bandwidth} doubt={options.Doubt}");

    public IRewardWriter Begin(DesignBrief brief) => new EvolutionaryWriter(brief, options);
}
