namespace Goodhart.Design;

/// <summary>Options of <see cref="Text2RewardDesigner"/>. It writes one program per round; <see cref="DesignOptions.Rounds"/> is one more than there may be critiques.</summary>
/// <param name="Temperature">Spread of the model's answers; 0.7 in the paper's interactive loop.</param>
/// <param name="Examples">Programs for other tasks, of which the nearest are shown; null for none (zero-shot).</param>
/// <param name="Shots">Examples shown at most, &gt; 0; 3 in the paper.</param>
/// <param name="Critic">Who watches the policy of each round's program and says what is wrong with it; null for nobody.</param>
/// <param name="Terms">General words that the model is to write in; null for the world's own.</param>
/// <param name="Draws">How often an answer without a program is asked for anew before the round counts as failed, &gt; 0. The paper does not say.</param>
/// <param name="Repairs">How often a round tells the model why its program does not run, ≥ 0; "a few" in the paper.</param>
/// <param name="Knowledge">What earlier tasks have taught, a sentence each; <see cref="Manipulation"/> when null.</param>
public sealed record Text2RewardOptions(
    float Temperature = .7f, ExampleStore? Examples = null, int Shots = 3, ProgramCritic? Critic = null, GeneralTerms? Terms = null, int Draws = 5, int Repairs = 3,
    IReadOnlyList<string>? Knowledge = null)
{
    /// <summary>What the paper tells for tasks of arms and grippers.</summary>
    public static IReadOnlyList<string> Manipulation { get; } =
    [
        "A task in several steps trains more steadily on a reward in stages: nested if and else, where every later stage pays more in each step than all of the one before.",
        "A stage that is entered by a condition, such as holding something, should still pay by distance, or nothing leads to its end.",
        "Positions are compared by the length of their difference; 1 - Math.Tanh(5 * metres) turns a distance into a number that is 1 there and falls to 0.",
        "A constant that is paid for doing nothing teaches to do nothing.",
    ];

    /// <summary>What the paper tells for tasks of running and jumping bodies.</summary>
    public static IReadOnlyList<string> Locomotion { get; } =
    [
        "Do not let penalties outweigh what is paid for the task itself.",
        "Weigh the parts by how much the task depends on them.",
        "Speak of nothing but what the shown types hold.",
    ];

    internal Text2RewardOptions Checked()
    {
        Ensure.Positive(Shots);
        Ensure.Positive(Draws);
        Ensure.NotNegative(Repairs);
        Ensure.NotNegative(Temperature);
        return this;
    }
}

/// <summary>Words in which a model writes for many worlds, and what they mean in one.</summary>
/// <param name="Card">The types and members in general words, as C#; shown in place of the world's own.</param>
/// <param name="Map">General → the world's own.</param>
public sealed record GeneralTerms(string Card, TermMap Map)
{
    public string Card { get; } = !string.IsNullOrWhiteSpace(Card) ? Card : throw new ArgumentException("The card of general terms is empty, so a model would not know what it may speak of.", nameof(Card));
}
