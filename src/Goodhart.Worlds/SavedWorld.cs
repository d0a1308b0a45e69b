namespace Goodhart.Worlds;

/// <summary>The head of a saved world: whose state it is.</summary>
internal static class SavedWorld
{
    public static void WriteHeader(BinaryWriter writer, string world, int count)
    {
        writer.Write(world);
        writer.Write(count);
    }

    /// <exception cref="InvalidDataException">The state is another world's, or of another number of copies.</exception>
    public static void RequireHeader(BinaryReader reader, string world, int count)
    {
        var (savedWorld, savedCount) = (reader.ReadString(), reader.ReadInt32());
        if (savedWorld != world || savedCount != count)
            throw new InvalidDataException($"Saved state is of {savedCount} copies of '{savedWorld}', expected {count} copies of '{world}'.");
    }
}
