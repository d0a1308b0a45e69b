using Goodhart.Design;
using Goodhart.Papers;
using Goodhart.Worlds;
using Goodhart.Worlds.Gripper;

namespace Goodhart.Tests;

public sealed class Text2RewardPageTests
{
    [Fact]
    public void Page_RunFast_HoldsItsClaimsAndControls()
    {
        var run = new PaperRun(fast: true, cancellation: TestContext.Current.CancellationToken);
        Page.Of<Text2Reward>().Run(run);
        Assert.All(run.Findings, finding => Assert.True(finding.Holds, $"{finding.What}: {finding.Measured}, expected {finding.Expected}"));
        Assert.True(run.Passed);
    }

    private static string Prompt(GripperTask task, params string[] said)
    {
        var world = WorldCatalogue.Find(GripperWorld.NameOf(task));
        return $"```csharp\n{EnvironmentCard.Of(RewardContract.Of(world.Create(1).Schema))}\n```\nThe task: {world.Task!.Sentence}\n{string.Join('\n', said)}";
    }

    [Fact]
    public void TheScript_AddsTheStagesItIsToldOf_AndEveryProgramCompiles()
    {
        string[] words = ["Advice: take hold", "Advice: let go of it", "Advice: staying at the goal", "What it does: It trembles.", "Advice: beside the cube"];
        foreach (var task in Enum.GetValues<GripperTask>())
            for (var said = 0; said < 1 << words.Length; said++)
            {
                var program = CodeBlock.Extract(Text2RewardScript.Answer(Prompt(task, [.. words.Where((_, i) => (said >> i & 1) != 0)]))).Code!;
                var compiled = new RewardCompiler().Compile(program, RewardContract.Of(new GripperWorld(task, 1).Schema));
                Assert.True(compiled.Succeeded, $"{task} {said}: {string.Join('\n', compiled.Diagnostics)}\n{program}");
                Assert.Equal((said & 8) != 0, compiled.Program!.Components.Contains("effort"));
                Assert.Equal(task is GripperTask.Pick or GripperTask.Stack && (said & 1) != 0, compiled.Program.Components.Contains("hold"));
                compiled.Program.Dispose();
            }
    }
}
