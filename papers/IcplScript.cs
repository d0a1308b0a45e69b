using Goodhart.Design;

namespace Goodhart.Papers;

/// <summary>
/// A designer without a language model that learns from preferences: it reads both example programs from the real prompt, keeps what the preferred one has and the other
/// lacks, never draws the reverse, and draws the rest. It shows that preferences reach a program by way of the text, and nothing of language models.
/// </summary>
/// <param name="Anew">Share of answers that take nothing from the examples.</param>
/// <param name="Same">Share of answers that repeat the preferred program, as a model that sees nothing to improve does.</param>
/// <param name="Swapped">Reads the preferred program as the other and the other as the preferred, the control.</param>
internal sealed record IcplScript(double Anew = .1, double Same = .2, bool Swapped = false)
{
    /// <summary>Writes what is drawn without examples, for Eureka's arm as well, so that only the feedback tells the two apart.</summary>
    public static EurekaScript Beginner { get; } = new(Broken: 0, Milestones: .2);

    public ScriptedChat Chat(ulong seed) => new(Answer, seed, "a script for preferences");

    public string Answer(ScriptedRequest request)
    {
        var (rng, prompt) = (request.Rng, request.Last);
        int taught = prompt.IndexOf("\nThis reward led to the policy that was preferred (", StringComparison.Ordinal),
            other = prompt.IndexOf("\nThis reward led to the policy that was preferred least (", StringComparison.Ordinal);
        if (other < 0) other = prompt.Length;
        var words = EurekaVocabulary.Read(taught < 0 ? prompt : prompt[..taught]);
        var terms = taught < 0 || rng.NextDouble() < Anew ? Beginner.Fresh(words, rng)
            : Swapped ? Learn(prompt[other..], prompt[taught..other], words, rng) : Learn(prompt[taught..other], prompt[other..], words, rng);
        return $"Components: {string.Join(", ", terms.Select(t => t.Name))}.\n{CodeBlock.Fence(EurekaTerm.Program(terms))}";
    }

    /// <summary>What only the better example has stays, what only the worse one has is not drawn, what both have stays as often as not, and a new program's components join.</summary>
    private IReadOnlyList<EurekaTerm> Learn(string better, string worse, EurekaVocabulary words, Generator rng)
    {
        var best = EurekaTerm.Read(better);
        if (best.Count > 0 && rng.NextDouble() < Same) return best;
        var worst = EurekaTerm.Read(worse).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        List<EurekaTerm> terms = [.. best.Where(t => !worst.Contains(t.Name) || rng.NextInt(2) == 0)];
        worst.ExceptWith([.. best.Select(t => t.Name)]);
        foreach (var drawn in Beginner.Fresh(words, rng).Where(t => !worst.Contains(t.Name))) EurekaScript.Add(terms, drawn);
        return terms.Count > 0 ? terms : Beginner.Fresh(words, rng);
    }
}
