using System.Globalization;

namespace Goodhart.Studies.Rewards;

/// <summary>One stage of training: what is fitted, after the stages before it.</summary>
/// <remarks>Spelt <c>bt</c>, <c>bt:scaled</c>, <c>bt:margin,centre=0.01</c>, <c>regress</c>, <c>regress:helpfulness,correctness</c>.</remarks>
public abstract record RewardStage
{
    private static readonly string[] known = ["bt", "regress"];

    private RewardStage() { }

    /// <summary>As it is spelt on a command line.</summary>
    public abstract string Spelt { get; }

    /// <summary>As it is called in the field.</summary>
    public abstract string Words { get; }

    /// <summary>Comparisons, by Bradley–Terry.</summary>
    /// <param name="Margin">The better answer should lead by the strength of the preference (Llama 2, 2023).</param>
    /// <param name="Scaled">The loss is multiplied by the strength (HelpSteer2-Preference, 2024).</param>
    /// <param name="Centre">c of c·(r₁ + r₂)², which keeps scores near 0. 0 for none, 0.01 recommended (TRL).</param>
    /// <param name="Ties">What a tie says: half a win for each, or a likelihood of its own (Rao and Kupper), or nothing at all.</param>
    public sealed record BradleyTerry(bool Margin = false, bool Scaled = false, double Centre = 0, TieModel Ties = TieModel.Half) : RewardStage
    {
        public override string Spelt => Form("bt", [.. Flag(Margin, "margin"), .. Flag(Scaled, "scaled"), .. Flag(Centre > 0, $"centre={Centre.ToString(CultureInfo.InvariantCulture)}"), .. Flag(Ties is not TieModel.Half, $"ties={Ties.ToString().ToLowerInvariant()}")]);

        public override string Words => (Scaled ? "scaled Bradley–Terry" : "Bradley–Terry") + (Margin ? " with margins" : "") + (Centre > 0 ? ", centred" : "");
    }

    /// <summary>Ratings, by squared error.</summary>
    /// <param name="Attributes">What was rated; empty for every attribute of the data.</param>
    public sealed record Regress(IReadOnlyList<string> Attributes) : RewardStage
    {
        public override string Spelt => Form("regress", Attributes);

        public override string Words => Attributes.Count == 0 ? "regression" : $"regression on {string.Join(", ", Attributes)}";
    }

    /// <exception cref="ArgumentException">The stage or one of its options is not known; the message says which are near.</exception>
    public static RewardStage Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, options) = colon < 0 ? (text, (string[])[]) : (text[..colon], text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return name switch
        {
            "bt" => options.Aggregate(new BradleyTerry(), With),
            "regress" => new Regress(options),
            _ => throw new ArgumentException($"A stage is called '{name}', which is not known.{Nearest.Hint(name, known)}"),
        };
    }

    private static BradleyTerry With(BradleyTerry stage, string option) => option.Split('=') switch
    {
        ["margin"] => stage with { Margin = true },
        ["scaled"] => stage with { Scaled = true },
        ["centre"] => stage with { Centre = 0.01 },
        ["centre", var c] when double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out var centre) && centre >= 0 && double.IsFinite(centre) => stage with { Centre = centre },
        ["ties", var word] when Enum.TryParse<TieModel>(word, ignoreCase: true, out var ties) && Enum.IsDefined(ties) && !char.IsDigit(word[0]) => stage with { Ties = ties },
        _ => throw new ArgumentException($"Stage 'bt' has no option '{option}'.{Nearest.Hint(option, ["margin", "scaled", "centre", "centre=0.01", "ties=half", "ties=raokupper", "ties=drop"])}"),
    };

    private static string Form(string name, IReadOnlyList<string> options) => options.Count == 0 ? name : $"{name}:{string.Join(',', options)}";

    private static string[] Flag(bool set, string word) => set ? [word] : [];
}

/// <summary>What a comparison without a winner says to the loss.</summary>
public enum TieModel
{
    /// <summary>Half a win for each.</summary>
    Half,

    /// <summary>Scores are close: a threshold model of ties (Rao and Kupper, 1967).</summary>
    RaoKupper,

    /// <summary>Nothing.</summary>
    Drop,
}
