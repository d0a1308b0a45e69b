using Goodhart.Worlds;

namespace Goodhart.Audit.Lint;

/// <summary>Every action alike, each held for a few steps so that it leads somewhere; unbounded components are drawn from a normal.</summary>
internal sealed class RandomActions(ActionSpace actions) : IPolicy
{
    private const double Hold = 0.5;   // chance that a copy keeps the action it had
    private float[] last = [];

    public void Act(Situations now, Generator rng, Span<float> chosen)
    {
        var fresh = last.Length != chosen.Length;
        if (fresh) last = new float[chosen.Length];
        for (var n = 0; n < now.Count; n++)
        {
            if (!fresh && rng.NextDouble() < Hold) continue;
            if (actions is ActionSpace.Discrete discrete) last[n] = rng.NextInt(discrete.Count);
            if (actions is ActionSpace.Box box)
                for (var k = 0; k < box.Fields.Count; k++) last[k * now.Count + n] = Draw(box.Fields[k], rng);
        }

        last.CopyTo(chosen);
    }

    private static float Draw(Field field, Generator rng) => float.IsFinite(field.Low) && float.IsFinite(field.High)
        ? field.Low + (field.High - field.Low) * (float)rng.NextDouble() : (float)rng.NextNormal();
}
