using Goodhart.Worlds.Pictures;
using SkiaSharp;

namespace Goodhart.Worlds.KeyDoor;

/// <summary>The two rooms from above. Who has the key carries it.</summary>
internal sealed class KeyDoorPicture : IPictured
{
    public float Aspect => (float)KeyDoorMap.Width / KeyDoorMap.Height;

    public void Draw(SKCanvas canvas, ReadOnlySpan<float> observation)
    {
        using var cells = GridPicture.Cells(canvas, KeyDoorMap.Height);
        var (x, y, hasKey, doorOpen) = (observation[0], observation[1], observation[2] != 0, observation[3] != 0);
        GridPicture.Ground(canvas, KeyDoorMap.Rows);
        GridArt.Lava(canvas, KeyDoorMap.Lava.X, KeyDoorMap.Lava.Y);
        GridArt.Door(canvas, KeyDoorMap.Door.X, KeyDoorMap.Door.Y, doorOpen);
        if ((x, y) == KeyDoorMap.Goal) GridArt.Flag(canvas, x + .14f, y - .3f);   // raised behind who got there
        else GridArt.Flag(canvas, KeyDoorMap.Goal.X, KeyDoorMap.Goal.Y);
        if (!hasKey) GridArt.Key(canvas, KeyDoorMap.Key.X, KeyDoorMap.Key.Y);
        GridArt.Agent(canvas, x, y, dead: (x, y) == KeyDoorMap.Lava);
        if (!hasKey) return;
        canvas.Translate(x + .56f, y + .46f);
        canvas.Scale(.55f);
        GridArt.Key(canvas, 0, 0);
    }
}
