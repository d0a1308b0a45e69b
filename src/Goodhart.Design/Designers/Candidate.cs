namespace Goodhart.Design;

/// <summary>A program somebody proposes.</summary>
/// <param name="Text">The members of the program, see <see cref="RewardProgram"/>.</param>
/// <param name="Origin">Where it comes from, in a few words: "reply 3", "mutation of 1.2.5", "the human reward".</param>
/// <param name="Parents">Ids of the candidates it was made from.</param>
public sealed record Draft(string Text, string Origin, params IReadOnlyList<string> Parents)
{
    /// <summary>Why there is nothing to compile, where a reply held no program; <see cref="Text"/> is then the reply.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Candidate whose trained policy the training goes on from; null to begin anew. Needs an <see cref="IContinuedTraining"/>.</summary>
    public string? From { get; init; }
}

/// <summary>A program that was proposed, and what became of it.</summary>
/// <param name="Id">restart.round.index, each from 1.</param>
/// <param name="Draft">What was proposed.</param>
/// <param name="Hash">Of the program's text.</param>
/// <param name="Components">Names of its components, empty where it does not compile.</param>
/// <param name="Failure">Why it brought no outcome; null where it did, or was not trained yet.</param>
/// <param name="Outcome">What came of its training; null before and where it failed.</param>
public sealed record Candidate(string Id, Draft Draft, string Hash, IReadOnlyList<string> Components, Failure? Failure = null, Outcome? Outcome = null)
{
    /// <summary>The program's text.</summary>
    public string Text => Draft.Text;

    /// <summary>It compiles, passed its dry run, and did not fail in training.</summary>
    public bool Runs => Failure is null;

    /// <summary>Fitness for comparing: the outcome's, −∞ where there is none.</summary>
    public double Fitness => Outcome?.Fitness ?? double.NegativeInfinity;
}
