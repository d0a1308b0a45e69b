using SkiaSharp;

namespace Goodhart.Worlds.Pictures;

/// <summary>Things that stand in the cells of a grid; one cell is one unit, (x, y) its upper left corner.</summary>
internal static class GridArt
{
    public static void Floor(SKCanvas canvas, float x, float y) => Pen.Box(canvas, x, y, 1, 1, 0, ((int)x + (int)y) % 2 == 0 ? 0xF7F3EBu : 0xF1EBE0u);

    public static void Wall(SKCanvas canvas, float x, float y)
    {
        Pen.Box(canvas, x, y, 1, 1, 0, 0x666C7D);
        Pen.Box(canvas, x + .04f, y + .04f, .92f, .86f, .1f, 0x7F8698);
    }

    /// <summary>A cell out of sight.</summary>
    public static void Fog(SKCanvas canvas, float x, float y) => Pen.Box(canvas, x, y, 1, 1, 0, ((int)x + (int)y) % 2 == 0 ? 0xCFCDCBu : 0xCAC8C6u);

    public static void Key(SKCanvas canvas, float x, float y)
    {
        Pen.Ring(canvas, x + .5f, y + .32f, .15f, .1f, 0xDDA52B);
        Pen.Box(canvas, x + .45f, y + .45f, .1f, .41f, .03f, 0xDDA52B);
        Pen.Box(canvas, x + .53f, y + .62f, .17f, .08f, .03f, 0xDDA52B);
        Pen.Box(canvas, x + .53f, y + .77f, .12f, .08f, .03f, 0xDDA52B);
    }

    public static void Door(SKCanvas canvas, float x, float y, bool open)
    {
        Pen.Box(canvas, x, y, 1, 1, 0, 0x8A5A33);
        if (open)
        {
            Pen.Box(canvas, x, y + .1f, 1, .8f, 0, 0xF7F3EB);
            return;
        }

        Pen.Box(canvas, x + .1f, y + .06f, .8f, .88f, .06f, 0xB9804F);
        Pen.Box(canvas, x + .2f, y + .15f, .26f, .7f, .04f, 0xA56E40);
        Pen.Box(canvas, x + .54f, y + .15f, .26f, .7f, .04f, 0xA56E40);
        Pen.Dot(canvas, x + .5f, y + .5f, .09f, 0xE8C35A);
    }

    public static void Lava(SKCanvas canvas, float x, float y)
    {
        Pen.Box(canvas, x, y, 1, 1, 0, 0xDF5430);
        foreach (var (dx, dy, r) in new[] { (.28f, .3f, .17f), (.7f, .42f, .13f), (.42f, .74f, .15f), (.83f, .82f, .08f) })
        {
            Pen.Dot(canvas, x + dx, y + dy, r, 0xF08A3C);
            Pen.Dot(canvas, x + dx - r * .2f, y + dy - r * .2f, r * .5f, 0xFBC85B);
        }
    }

    public static void Flag(SKCanvas canvas, float x, float y)
    {
        Pen.Oval(canvas, x + .42f, y + .87f, .24f, .07f, 0xCFE3CB);
        Pen.Box(canvas, x + .36f, y + .12f, .07f, .76f, .03f, 0x5F6472);
        Pen.Shape(canvas, 0x3FA867, (x + .43f, y + .14f), (x + .86f, y + .32f), (x + .43f, y + .5f));
    }

    public static void Tree(SKCanvas canvas, float x, float y)
    {
        Pen.Box(canvas, x + .43f, y + .6f, .14f, .33f, .04f, 0x8A5A33);
        Pen.Dot(canvas, x + .5f, y + .4f, .32f, 0x3F8A4C);
        Pen.Dot(canvas, x + .43f, y + .34f, .19f, 0x5FA862);
    }

    public static void Ore(SKCanvas canvas, float x, float y)
    {
        Pen.Box(canvas, x + .03f, y + .03f, .94f, .94f, .18f, 0x8B909D);
        Gem(canvas, x + .34f, y + .36f, .2f);
        Gem(canvas, x + .68f, y + .58f, .17f);
        Gem(canvas, x + .36f, y + .77f, .12f);
    }

    public static void Gem(SKCanvas canvas, float x, float y, float r)
    {
        Pen.Shape(canvas, 0x58C4DC, (x, y - r), (x + r, y), (x, y + r), (x - r, y));
        Pen.Shape(canvas, 0xBDEEF6, (x, y - r), (x + r * .5f, y), (x, y + r * .2f), (x - r, y));
    }

    public static void Log(SKCanvas canvas, float x, float y)
    {
        Pen.Box(canvas, x + .08f, y + .3f, .8f, .42f, .18f, 0x9A6739);
        Pen.Oval(canvas, x + .77f, y + .51f, .15f, .21f, 0xE0BC8C);
        Pen.Oval(canvas, x + .77f, y + .51f, .07f, .1f, 0xC1935F);
    }

    public static void Pickaxe(SKCanvas canvas, float x, float y)
    {
        Pen.Line(canvas, x + .22f, y + .86f, x + .66f, y + .34f, .11f, 0x9A6739);
        Pen.Arc(canvas, x + .42f, y + .58f, .42f, -95, 100, .13f, 0x6C7283);
    }

    public static void Tomato(SKCanvas canvas, float x, float y, bool wet)
    {
        Pen.Oval(canvas, x + .5f, y + .56f, .29f, .27f, wet ? 0xDB4A3Eu : 0xC9A58Fu);
        Pen.Oval(canvas, x + .4f, y + .46f, .08f, .06f, wet ? 0xF08A7Du : 0xDBC0AFu);
        Pen.Shape(canvas, wet ? 0x4C9A55u : 0x98A37Fu, (x + .5f, y + .36f), (x + .3f, y + .25f), (x + .46f, y + .28f), (x + .5f, y + .14f), (x + .54f, y + .28f), (x + .7f, y + .25f));
        if (wet) Pen.Drop(canvas, x + .82f, y + .74f, .11f, 0x5AA9E6);
    }

    public static void Bucket(SKCanvas canvas, float x, float y)
    {
        Pen.Arc(canvas, x + .5f, y + .36f, .27f, 180, 180, .06f, 0x7F8698);
        Pen.Shape(canvas, 0x8FA3B8, (x + .2f, y + .36f), (x + .8f, y + .36f), (x + .7f, y + .88f), (x + .3f, y + .88f));
        Pen.Oval(canvas, x + .5f, y + .36f, .3f, .09f, 0x5AA9E6);
    }

    /// <summary>The agent; its eyes are crosses when it is dead.</summary>
    public static void Agent(SKCanvas canvas, float x, float y, bool dead = false)
    {
        if (!dead) Pen.Oval(canvas, x + .5f, y + .87f, .28f, .06f, 0xC9C2B4);
        Pen.Dot(canvas, x + .5f, y + .5f, .36f, 0x2F62B0);
        Pen.Dot(canvas, x + .5f, y + .48f, .33f, dead ? 0x7D93B5u : 0x4886DEu);
        foreach (var eye in new[] { x + .38f, x + .62f })
        {
            if (dead)
            {
                Pen.Line(canvas, eye - .07f, y + .37f, eye + .07f, y + .51f, .05f, 0xFFFFFF);
                Pen.Line(canvas, eye - .07f, y + .51f, eye + .07f, y + .37f, .05f, 0xFFFFFF);
                continue;
            }

            Pen.Oval(canvas, eye, y + .43f, .09f, .11f, 0xFFFFFF);
            Pen.Dot(canvas, eye, y + .45f, .05f, 0x22304A);
        }
    }
}
