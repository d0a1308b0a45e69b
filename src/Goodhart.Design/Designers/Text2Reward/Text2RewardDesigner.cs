using Microsoft.Extensions.AI;

namespace Goodhart.Design;

/// <summary>
/// Text2Reward: Automated Dense Reward Function Generation for Reinforcement Learning (2024): a language model writes one program from a compact view of the world, with
/// or without examples; somebody watches the policy trained on it and gives advice; the model rewrites it.
/// </summary>
/// <remarks>
/// One program per round, whatever <see cref="DesignOptions.Samples"/> says; no fitness is told and none selects. A round writes nothing once a program runs and nobody
/// has anything to say about it. Every critique is appended to the same first prompt. For the end the latest program that ran is nominated first.
/// </remarks>
/// <param name="client">The model.</param>
/// <param name="options">The paper's when null: zero-shot, without a critic.</param>
public sealed class Text2RewardDesigner(IChatClient client, Text2RewardOptions? options = null) : IDesigner
{
    private readonly Text2RewardOptions options = (options ?? new()).Checked();

    public string Name => string.Join(", ", new[]
    {
        "text2reward", FormattableString.Invariant($"temperature {options.Temperature}"),
        options.Examples is { } store ? $"{options.Shots} of {store.Examples.Count} examples {ContentKey.Of([.. store.Examples.SelectMany(e => new[] { e.Task, e.Program })])}" : "zero-shot",
        options.Critic is null ? null : "with critiques", options.Terms is { } terms ? $"general terms {ContentKey.Of(terms.Card)}" : null,
        options.Knowledge is { } knowledge ? $"knowledge {ContentKey.Of([.. knowledge])}" : null,
    }.OfType<string>());

    public IRewardWriter Begin(DesignBrief brief) => new Text2RewardWriter(client, options, brief);
}
