namespace Goodhart.Worlds.Preferences;

/// <summary>A world of answers described by numbers, drawn from a law that is known and scored by a gold that is known.</summary>
public interface IPreferenceWorld
{
    /// <summary>Features of an answer.</summary>
    int Width { get; }

    /// <summary>What is really wanted.</summary>
    IReward<FeatureRows> Gold { get; }

    /// <summary>Answers of the base policy to <paramref name="prompts"/> prompts, <paramref name="each"/> to every one, prompt by prompt.</summary>
    FeatureRows Answers(int prompts, int each, Generator rng);
}

/// <summary>What every preference world can be asked for.</summary>
public static class PreferenceWorlds
{
    extension(IPreferenceWorld world)
    {
        /// <summary>Independent answers, one to a prompt.</summary>
        public FeatureRows Answers(int count, Generator rng) => world.Answers(count, 1, rng);

        /// <summary>Pairs of independent answers to one prompt each.</summary>
        public Comparisons Pairs(int count, Generator rng)
        {
            var rows = world.Answers(count, 2, rng);
            var width = rows.Width;
            float[] first = new float[count * width], second = new float[count * width];
            for (var i = 0; i < count; i++)
            {
                rows[2 * i].CopyTo(first.AsSpan(i * width));
                rows[2 * i + 1].CopyTo(second.AsSpan(i * width));
            }

            return new(new(first, width), new(second, width), world.Gold);
        }

        /// <summary>Candidates for policies to choose from. // (prompts × each)</summary>
        public Candidates<FeatureRows> Candidates(int prompts, int each, Generator rng) => new(world.Answers(prompts, each, rng), each);
    }
}
