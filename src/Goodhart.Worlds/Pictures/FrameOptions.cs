namespace Goodhart.Worlds.Pictures;

/// <param name="Height">Pixels, in [16, 2048].</param>
/// <param name="Gap">Pixels between pictures of a strip and around it, in [0, 256].</param>
/// <param name="Delay">Hundredths of a second that each picture of a film is shown, in [2, 1000]; viewers play anything shorter slowly.</param>
/// <param name="Rest">The same for the last one, so that one sees where an episode ended.</param>
public sealed record FrameOptions(int Height = 240, int Gap = 8, int Delay = 15, int Rest = 150)
{
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range; the message names it.</exception>
    internal FrameOptions Checked()
    {
        Ensure.InRange(Height, 16, 2048);
        Ensure.InRange(Gap, 0, 256);
        Ensure.InRange(Delay, 2, 1000);
        Ensure.InRange(Rest, 2, 1000);
        return this;
    }
}
