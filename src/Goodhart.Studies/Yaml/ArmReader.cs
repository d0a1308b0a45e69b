namespace Goodhart.Studies;

/// <summary>Reads one arm.</summary>
internal static class ArmReader
{
    private static readonly string[] common = ["name", "method", "regulariser", "lambda"];

    private static readonly string[] sampled =
        ["steps", "environments", "rolloutSteps", "epochs", "minibatch", "learningRate", "gaeLambda", "clip", "entropy", "maxGradientNorm", "width", "depth"];

    public static ArmOptions Read(YamlField field)
    {
        var arm = field.Fields("an arm {name: …, method: …}", [.. common, .. sampled]);
        var name = arm.Required("name", "a name").Text("a name");
        var method = arm.Required("method", "ppo or exact").Choice("ppo or exact", ("ppo", ArmMethod.Ppo), ("exact", ArmMethod.Exact));
        var regulariser = arm.Optional("regulariser")?.Choice("a regulariser", Regularisers) ?? Hold.None;
        var lambda = Lambda(arm, regulariser);
        if (method is ArmMethod.Ppo) return new(name, method, regulariser, lambda, arm.Optional("steps") is { } steps ? StudyReader.Steps(steps) : null, Ppo(arm));

        foreach (var key in sampled)
            if (arm.Optional(key) is { } alien) throw alien.Wrong("expected only with method: ppo, this arm is exact");
        return new(name, method, regulariser, lambda);
    }

    private static (string Word, Hold Value)[] Regularisers =>
    [
        ("none", Hold.None), ("action-kl", Hold.ActionKl), ("action-chi2", Hold.ActionChiSquared), ("occupancy-kl", Hold.OccupancyKl),
        ("occupancy-chi2", Hold.OccupancyChiSquared), ("occupancy-sqrt-chi2", Hold.OccupancySqrtChiSquared), ("occupancy-tv", Hold.OccupancyTotalVariation),
        ("state-occupancy-sqrt-chi2", Hold.StateOccupancySqrtChiSquared),
    ];

    private static double? Lambda(YamlFields arm, Hold regulariser)
    {
        if (regulariser is Hold.None)
            return arm.Optional("lambda") is { } alien ? throw alien.Wrong("expected only with a regulariser, this arm has none") : 0;

        var known = regulariser is Hold.OccupancySqrtChiSquared or Hold.StateOccupancySqrtChiSquared;
        var what = known ? "a positive number or theory" : "a positive number";
        var field = arm.Required("lambda", what);
        if (field.Is("theory")) return known ? null : throw field.Wrong("expected a positive number; theory is known only for occupancy-sqrt-chi2 and state-occupancy-sqrt-chi2");
        return field.Number(what, v => v > 0);
    }

    private static PpoOverrides Ppo(YamlFields arm) => new(
        Count(arm, "environments"), Count(arm, "rolloutSteps"), Count(arm, "epochs"), Count(arm, "minibatch"), Positive(arm, "learningRate"),
        arm.Optional("gaeLambda")?.Number("a number in [0, 1]", v => v is >= 0 and <= 1), arm.Optional("clip")?.Number("a number in (0, 1]", v => v is > 0 and <= 1),
        arm.Optional("entropy")?.Number("a number from 0", v => v >= 0),
        Positive(arm, "maxGradientNorm"), Count(arm, "width"), Count(arm, "depth"));

    private static int? Count(YamlFields arm, string key) => arm.Optional(key)?.Whole("a whole number, at least 1", 1);

    private static double? Positive(YamlFields arm, string key) => arm.Optional(key)?.Number("a positive number", v => v > 0);
}
