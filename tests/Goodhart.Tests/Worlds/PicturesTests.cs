using Goodhart.Worlds;
using Goodhart.Worlds.Craft;
using Goodhart.Worlds.KeyDoor;
using Goodhart.Worlds.Pictures;
using Goodhart.Worlds.Tabular;
using SkiaSharp;

namespace Goodhart.Tests.Worlds;

public sealed class PicturesTests
{
    private static Film Rooms(string moves) => Film.Of(KeyDoorWorld.Create(1), Record(KeyDoorWorld.Create(1), moves));

    private static Transitions Record(IWorld world, string moves)
    {
        var record = new Transitions(world.Schema, moves.Length);
        for (var t = 0; t < moves.Length; t++)
        {
            float[] action = ["UDLR".IndexOf(moves[t], StringComparison.Ordinal)];
            Rollout.Before(world, action, record, t);
            world.Step(action);
            Rollout.After(world, record, t);
        }

        return record;
    }

    private static SKColor[] Pixels(byte[] image, out int width, out int height)
    {
        using var bitmap = SKBitmap.Decode(image);
        (width, height) = (bitmap.Width, bitmap.Height);
        return bitmap.Pixels;
    }

    [Fact]
    public void A_picture_has_the_asked_height_and_the_worlds_aspect()
    {
        var world = KeyDoorWorld.Create(1);
        Pixels(Frame.Png(world, world.Observation, new(Height: 140)), out var width, out var height);
        Assert.Equal((180, 140), (width, height));   // 9 × 7 cells of 20 pixels
    }

    [Fact]
    public void The_agent_is_drawn_where_it_is_and_the_key_only_until_it_is_taken()
    {
        var world = KeyDoorWorld.Create(1);
        SKColor agent = new(0x48, 0x86, 0xDE);
        Assert.Equal(agent, Pixels(Frame.Png(world, [2, 5, 0, 0, 0], new(Height: 140)), out var w, out _)[(5 * 20 + 15) * w + 2 * 20 + 10]);
        Assert.NotEqual(agent, Pixels(Frame.Png(world, [3, 5, 0, 0, 0], new(Height: 140)), out _, out _)[(5 * 20 + 15) * w + 2 * 20 + 10]);
        var with = Pixels(Frame.Png(world, [3, 5, 0, 0, 0], new(Height: 140)), out _, out _);
        var without = Pixels(Frame.Png(world, [3, 5, 1, 0, 0], new(Height: 140)), out _, out _);
        Assert.Contains(Enumerable.Range(0, 400), i => with[(20 + i / 20) * w + 20 + i % 20] != without[(20 + i / 20) * w + 20 + i % 20]);
        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(with[(40 + i / 20) * w + 20 + i % 20], without[(40 + i / 20) * w + 20 + i % 20]));   // the cell below
    }

    [Fact]
    public void The_same_situation_gives_the_same_bytes()
    {
        foreach (var entry in WorldCatalogue.All)
        {
            if (entry.Create(1) is not IPictured world) continue;
            var observation = ((IWorld)world).Observation.ToArray();
            Assert.Equal(Frame.Png(world, observation), Frame.Png((IPictured)entry.Create(1), observation));
            Assert.True(Pixels(Frame.Png(world, observation), out _, out _).Distinct().Count() > 3, entry.Name);
        }
    }

    [Fact]
    public void A_strip_shows_situations_at_equal_distances_in_time()
    {
        var film = Rooms("UUUUL");
        Assert.Equal(6, film.Count);
        var strip = Pixels(film.Strip(3, new(Height: 70, Gap: 5)), out var width, out var height);
        Assert.Equal((5 + 3 * (90 + 5), 70 + 10), (width, height));
        // Steps 0, 2 (2.5 rounded to even) and 5.
        using var record = Record(KeyDoorWorld.Create(1), "UUUUL");
        float[][] shown = [[2, 5, 0, 0, 0], [2, 3, 0, 0, 0], [1, 1, 1, 0, 0]];
        for (var k = 0; k < 3; k++)
        {
            var single = Pixels(Frame.Png(KeyDoorWorld.Create(1), shown[k], new(Height: 70)), out _, out _);
            for (var i = 0; i < single.Length; i++) Assert.Equal(single[i], strip[(5 + i / 90) * width + 5 + k * 95 + i % 90]);
        }
    }

    [Fact]
    public void A_film_as_GIF_is_what_an_independent_reader_and_Skia_see()
    {
        var film = Rooms("UUUULDDRRRRDRRD");
        var bytes = film.Gif(new(Height: 84, Delay: 12, Rest: 90));
        var gif = GifReader.Read(bytes);
        Assert.Equal((108, 84, 16, true), (gif.Width, gif.Height, gif.Frames.Count, gif.Loops));
        Assert.Equal([.. Enumerable.Repeat(12, 15), 90], gif.Frames.Select(frame => frame.Delay));
        using var codec = SKCodec.Create(new MemoryStream(bytes));
        Assert.Equal(16, codec.FrameCount);
        using var bitmap = new SKBitmap(new SKImageInfo(108, 84, SKColorType.Rgba8888, SKAlphaType.Premul));
        for (var i = 0; i < codec.FrameCount; i++)
        {
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels(), new SKCodecOptions(i, i - 1)));
            var seen = bitmap.Pixels;
            for (var p = 0; p < seen.Length; p++) Assert.Equal(gif.Frames[i].Pixels[p], (uint)(seen[p].Red | seen[p].Green << 8 | seen[p].Blue << 16));
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(7, 5, 3, 4)]
    [InlineData(200, 150, 2, 256)]   // noise fills the table of codes several times over
    public void Pictures_of_at_most_256_colours_come_back_exactly(int width, int height, int count, int colours)
    {
        var rng = new Generator(5);
        uint[][] frames = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width * height).Select(_ => 0xFF000000 | (uint)rng.NextInt(colours) * 65793).ToArray())];
        var gif = GifReader.Read(GifFile.Encode(width, height, frames, _ => 10));
        for (var i = 0; i < count; i++) Assert.Equal(frames[i].Select(pixel => pixel & 0xFFFFFF), gif.Frames[i].Pixels);
    }

    [Fact]
    public void A_picture_without_change_and_a_picture_of_one_colour_are_allowed()
    {
        uint[] still = [.. Enumerable.Repeat(0xFF102030u, 5000)];
        var gif = GifReader.Read(GifFile.Encode(100, 50, [still, still], _ => 10));
        Assert.All(gif.Frames, frame => Assert.All(frame.Pixels, pixel => Assert.Equal(0x102030u, pixel)));
    }

    [Fact]
    public void Beyond_256_colours_the_nearest_kept_one_is_taken()
    {
        // 256 greys twice each and one more colour once: it is left out, and becomes the grey nearest to it.
        uint[] pixels = [.. Enumerable.Range(0, 512).Select(i => (uint)(i / 2 * 65793)), 0x808081];
        var gif = GifReader.Read(GifFile.Encode(513, 1, [pixels], _ => 10));
        Assert.Equal(0x808080u, gif.Frames[0].Pixels[512]);
        Assert.Equal(pixels[..512], gif.Frames[0].Pixels[..512]);
    }

    [Fact]
    public void Two_films_side_by_side_last_as_long_as_the_longer_one()
    {
        Film left = Rooms("UUUULDDRRRRDRRD"), right = Rooms("UU");
        var pair = Film.Beside(left, right);
        Assert.Equal(16, pair.Count);
        var both = Pixels(pair.Strip(1, new(Height: 70, Gap: 0)), out var width, out _);
        var end = Pixels(right.Strip(1, new(Height: 70, Gap: 0)), out var single, out _);
        Assert.Equal(181, width);   // 2 × 90 and a gap of 0.02·70
        var shown = Enumerable.Range(0, 70).Count(y => Enumerable.Range(0, single).Count(x => both[y * width + width - single + x] == end[y * single + x]) > single / 2);
        Assert.True(shown > 60, $"{shown} rows alike");   // but for edges, which do not fall on whole pixels there
    }

    [Fact]
    public void An_episode_is_filmed_from_its_seed_to_its_end()
    {
        var rooms = KeyDoorMdp.Build();
        var film = Film.Episode(KeyDoorWorld.Create(rooms, 1), Policies.Uniform(rooms.Mdp), 3, steps: 10);
        Assert.Equal(11, film.Count);
        Assert.Equal(film.Gif(new(Height: 28)), Film.Episode(KeyDoorWorld.Create(rooms, 1), Policies.Uniform(rooms.Mdp), 3, steps: 10).Gif(new(Height: 28)));
        Assert.Equal(51, Film.Episode(KeyDoorWorld.Create(rooms, 1), Policies.Uniform(rooms.Mdp), 3).Count);
    }

    [Fact]
    public void A_film_of_a_record_ends_with_the_copys_episode()
    {
        var world = new CraftWorld(3, horizon: 4);
        using var record = Rollout.Collect(world, new Walker(), 10, new(1));
        Assert.Equal(5, Film.Of(world, record, copies: 3, copy: 1).Count);
    }

    [Fact]
    public void A_tabular_world_without_a_look_is_drawn_as_bars()
    {
        var world = new TabularWorld(KeyDoorMdp.Build().Mdp, [], 1);
        var low = Pixels(Frame.Png(world, [1, 1, 0, 0, 0], new(Height: 50)), out var width, out _);
        var high = Pixels(Frame.Png(world, [7, 1, 0, 0, 0], new(Height: 50)), out _, out _);
        Assert.NotEqual(low[25 * width + 7], high[25 * width + 7]);   // within the first bar
        Assert.Equal(low[25 * width + 16], high[25 * width + 16]);    // within the second
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var world = KeyDoorWorld.Create(1);
        Assert.StartsWith("Height must be in [16, 2048], was 5.", Assert.Throws<ArgumentOutOfRangeException>(() => Frame.Png(world, world.Observation, new(Height: 5))).Message);
        Assert.StartsWith("A film needs at least one situation, had none.", Assert.Throws<ArgumentException>(() => new Film(world, [])).Message);
        using var record = Record(KeyDoorWorld.Create(1), "UUU");
        Assert.StartsWith("3 rows are not whole steps of 2 copies.", Assert.Throws<ArgumentException>(() => Film.Of(world, record, 2)).Message);
        Assert.StartsWith("A film needs a world of one copy, 'key-door' has 2.", Assert.Throws<ArgumentException>(() => Film.Episode(KeyDoorWorld.Create(2), new Walker(), 1)).Message);
        Assert.StartsWith("World 'craft' has no horizon", Assert.Throws<ArgumentException>(() => Film.Episode(new CraftWorld(1, null), new Walker(), 1)).Message);
        Assert.StartsWith("pictures must be positive, was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Rooms("U").Strip(0)).Message);
    }

    /// <summary>Crafts, and so stays where it is.</summary>
    private sealed class Walker : IPolicy
    {
        public void Act(Situations now, Generator rng, Span<float> actions) => actions.Fill(4);
    }
}
