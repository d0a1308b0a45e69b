using Goodhart.Design;

namespace Goodhart.Tests;

public sealed class LineageRoundTripTests
{
    [Fact]
    public void WhatFailed_IsReadAsItWasWritten()
    {
        using var folder = new TempFolder();
        var diagnostic = new RewardDiagnostic("RP0304", SandboxLayer.Syntax, 3, 5, "is no name", "Use letters.");
        LineageEntry[] written =
        [
            new LineageEntry.Written("1.1.1", "reply 1", ["1.0.1"], "hash", "text", ["a"], new Failure(FailureKind.Refused, "two lines\nof words", [diagnostic])),
            new LineageEntry.Written("1.1.2", "reply 2", [], "hash", "prose", [], new Failure(FailureKind.NoCode, "no program")),
            new LineageEntry.Trained("hash", "training", 7, null, null, new Failure(FailureKind.Value, "NaN"), 0.5),
        ];
        using (var lineage = Lineage.Open(folder.Path))
            foreach (var entry in written) lineage.Add(entry);

        using var again = Lineage.Open(folder.Path);
        var first = Assert.IsType<LineageEntry.Written>(again.Entries[0]).Failure!;
        Assert.Equal((FailureKind.Refused, "two lines\nof words"), (first.Kind, first.Message));
        Assert.Equal([diagnostic], first.Diagnostics);
        Assert.Equal("RP0304", first.Mistake);
        Assert.Equal(FailureKind.NoCode, Assert.IsType<LineageEntry.Written>(again.Entries[1]).Failure!.Kind);
        Assert.Equal("NaN", Assert.IsType<LineageEntry.Trained>(again.Entries[2]).Failure!.Message);
    }
}
