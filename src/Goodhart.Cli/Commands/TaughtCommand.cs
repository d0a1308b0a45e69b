using System.CommandLine;

namespace Goodhart.Cli;

/// <summary>A command whose help ends in examples.</summary>
internal sealed class TaughtCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>Lines to type, each with a word on what it does.</summary>
    public string Examples => examples;
}
