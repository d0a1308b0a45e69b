using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit little-endian ELF library and marks one needed symbol version as weak (VER_FLG_WEAK in its vernaux entry),
/// so that the loader accepts an older runtime that lacks it. Safe only where no relocation refers to a symbol of that version.
/// </summary>
public sealed class WeakenSymbolVersion : Task
{
    private const int VersionNeedSection = 0x6ffffffe;   // SHT_GNU_verneed
    private const ushort Weak = 0x2;                     // VER_FLG_WEAK

    [Required] public string Source { get; set; }

    [Required] public string Destination { get; set; }

    [Required] public string SymbolVersion { get; set; }

    public override bool Execute()
    {
        var elf = File.ReadAllBytes(Source);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("{0} is not a 64-bit little-endian ELF file.", Source);
            return false;
        }

        var sections = (long)BitConverter.ToUInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3a), count = BitConverter.ToUInt16(elf, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var header = (int)sections + i * size;
            if (BitConverter.ToUInt32(elf, header + 4) != VersionNeedSection) continue;
            var strings = (int)sections + (int)BitConverter.ToUInt32(elf, header + 0x28) * size;
            Mark(elf, (int)BitConverter.ToUInt64(elf, header + 0x18), (int)BitConverter.ToUInt64(elf, strings + 0x18));
        }

        // Written beside and moved, so that two builds at once never see half a file.
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        var part = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(part, elf);
        if (File.Exists(Destination)) File.Delete(Destination);
        File.Move(part, Destination);
        return true;
    }

    private void Mark(byte[] elf, int need, int strings)
    {
        while (true)
        {
            var aux = need + (int)BitConverter.ToUInt32(elf, need + 8);
            for (int left = BitConverter.ToUInt16(elf, need + 2); left > 0; left--)
            {
                var name = strings + (int)BitConverter.ToUInt32(elf, aux + 8);
                if (Encoding.ASCII.GetString(elf, name, Array.IndexOf(elf, (byte)0, name) - name) == SymbolVersion)
                    BitConverter.GetBytes((ushort)(BitConverter.ToUInt16(elf, aux + 4) | Weak)).CopyTo(elf, aux + 4);
                aux += (int)BitConverter.ToUInt32(elf, aux + 12);
            }

            var next = (int)BitConverter.ToUInt32(elf, need + 12);
            if (next == 0) return;
            need += next;
        }
    }
}
