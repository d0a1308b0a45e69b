namespace Goodhart.Design;

/// <summary>The walls of the box that are up. All of them are, but in the tests that prove each one necessary.</summary>
[Flags]
internal enum SandboxLayers
{
    None = 0,

    /// <summary>Limits on the text, before it is parsed.</summary>
    Text = 1,

    /// <summary>The list of what may be named. Without it a program is compiled against the whole framework, and the walls behind know no list either.</summary>
    Api = 2,

    /// <summary>The list of syntax, of operations and of their types.</summary>
    Syntax = 4,

    /// <summary>The list of metadata and instructions in the compiled program, and the bound on a call's frame.</summary>
    Metadata = 8,

    /// <summary>Fuel, depth and allocation while it runs.</summary>
    Fuel = 16,

    /// <summary>A load context of its own that finds nothing else.</summary>
    Load = 32,

    /// <summary>Finite, clipped results.</summary>
    Result = 64,

    All = Text | Api | Syntax | Metadata | Fuel | Load | Result,
}
