namespace Goodhart.Design;

/// <summary>Options of <see cref="CriticDesigner"/>; the number of rounds is in <see cref="DesignOptions"/> (the paper trains two or three times).</summary>
/// <param name="Signs">Whether only the signs of the parts sparse and dense are paid, see <see cref="SignReward"/>; false pays what the program returns, an ablation.</param>
/// <param name="Reviews">C, how often a program is reviewed before it is trained on, ≥ 0; 3 in the paper, from memory. 0 trains on whatever is written.</param>
/// <param name="Static">Whether what can be said without a model, see <see cref="StaticReview"/>, is said first. The model is asked only where nothing is found.</param>
/// <param name="KeepPolicy">Whether a round trains the policy of the round before further, where the training can.</param>
/// <param name="Temperature">Spread of the designer's answers; critic and analyzer are asked at 0.</param>
/// <param name="AtOnce">Answers asked for at once.</param>
/// <param name="Attempts">Requests per question at most.</param>
/// <param name="Sound">Programs known to be right, to try the critic with before it is listened to, see <see cref="CriticCalibration"/>; none to trust it untried.</param>
public sealed record CriticOptions(
    bool Signs = true, int Reviews = 3, bool Static = true, bool KeepPolicy = true, float Temperature = 1, int AtOnce = 4, int Attempts = 1000, IReadOnlyList<string>? Sound = null)
{
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal CriticOptions Checked()
    {
        Ensure.NotNegative(Reviews);
        Ensure.Positive(AtOnce);
        Ensure.Positive(Attempts);
        Ensure.InRange(Temperature, 0, 2);
        return this;
    }
}
