using Goodhart.Worlds;
using Goodhart.Worlds.Pictures;

namespace Goodhart.Design;

/// <summary>Films of two policies beside each other, on disk: a GIF that moves and a PNG strip that does not, from the same starts.</summary>
/// <param name="world">Where they act; one that has pictures.</param>
/// <param name="folder">Where the films go.</param>
/// <param name="starts">Episodes to show, each from a start of its own, &gt; 0.</param>
/// <param name="steps">Most steps of an episode; the world's horizon when null.</param>
public sealed class PolicyFilms(WorldEntry world, string folder, int starts = 2, int? steps = null)
{
    private const int Pictures = 8;

    private readonly int starts = Ensure.Positive(starts);

    /// <summary>Where the films lie.</summary>
    public string Folder => folder;

    /// <summary>Makes the films of a pair, named by its question.</summary>
    /// <returns>Paths, a GIF and a PNG per start.</returns>
    /// <exception cref="ArgumentException">The world has no pictures.</exception>
    public IReadOnlyList<string> Make(PolicyPair pair)
    {
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        for (var start = 0; start < starts; start++)
        {
            var seed = Generator.Derive(pair.Seed, 2 + (ulong)start);
            var film = Film.Beside(Film.Episode(world.Create(1), pair.Left.Policy, seed, steps), Film.Episode(world.Create(1), pair.Right.Policy, seed, steps));
            paths.Add(Write($"compare-{pair.Question}-{start + 1}.gif", film.Gif()));
            paths.Add(Write($"compare-{pair.Question}-{start + 1}.png", film.Strip(Pictures)));
        }

        return paths;
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
