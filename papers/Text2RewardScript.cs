using System.Text.RegularExpressions;
using Goodhart.Design;

namespace Goodhart.Papers;

/// <summary>
/// A designer without a language model, for the gripper: it reads the real prompt and answers with real C# by rules that are written here. Of itself it knows two parts,
/// coming near and bringing the cube to its place; stages it takes from examples that have them, or from what a critique says. Of language models it shows nothing.
/// </summary>
internal static partial class Text2RewardScript
{
    public static ScriptedChat Chat(ulong seed) => new(request => Answer(request.User), seed, "text2reward's script");

    /// <summary>What somebody may say of a policy, each understood by a word.</summary>
    public const string TakeHold = "take hold", LetGo = "let go of", Stay = "staying at the goal", Tremble = "trembles", Beside = "beside the cube";

    internal static string Answer(string prompt)
    {
        var task = Task().Match(prompt).Groups[1].Value;
        var said = string.Join('\n', Said().Matches(prompt).Select(m => m.Value));
        bool Hears(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
        var staged = Example().Matches(prompt).Any(m => m.Value.Contains("Grasped ?", StringComparison.Ordinal));
        var program = !prompt.Contains("class Cube ", StringComparison.Ordinal) ? Reach(Hears(Tremble))
            : Move(Up().IsMatch(task), prompt.Contains("class CubeB ", StringComparison.Ordinal), staged || Hears(TakeHold), staged || Hears(LetGo) || Hears(Stay), Hears(Beside), Hears(Tremble));
        return $"Steps: {string.Join(", then ", Step().Matches(program).Select(m => m.Groups[1].Value))}.\n{CodeBlock.Fence(program)}";
    }

    private static string Reach(bool costly) => Program(
        ["// Step: bring the fingertips to the goal", $"double near = Near(Distance(after.Goal.X - after.Gripper.X, after.Goal.Height - after.Gripper.Height));", .. Cost(costly)], ["near"], costly);

    /// <summary>Brings a cube somewhere: up or along the table, to a goal or onto the other cube.</summary>
    private static string Move(bool up, bool onto, bool hold, bool finish, bool beside, bool costly)
    {
        var (goalX, goalHeight) = onto ? ("after.CubeB.X", "after.CubeB.Height + World.CubeSize") : ("after.Goal.X", "after.Goal.Height");
        var (held, lifted) = (up && hold, up && hold && onto);
        var lets = finish && onto;
        List<string> lines = [$"double away = Distance({goalX} - after.Cube.X, {goalHeight} - after.Cube.Height);"];
        if (finish) lines.AddRange([onto ? "// Step: let go of it there and draw the hand back" : "// Step: stay there", $"bool finished = {Finished(up, onto)};",
            onto ? "double done = finished ? 10 + 10 * (1 - Near(Distance(after.Cube.X - after.Gripper.X, after.Cube.Height - after.Gripper.Height))) : 0;" : "double done = finished ? 2 : 0;"]);
        lines.AddRange(["// Step: bring the hand to the cube",
            $"double near = {(lets ? "finished ? 0 : " : "")}Near(Distance(after.Cube.X{(beside ? " - 0.11" : "")} - after.Gripper.X, after.Cube.Height - after.Gripper.Height));"]);
        if (held) lines.AddRange(["// Step: take hold of it", "double hold = after.Cube.Grasped ? 1 : 0;"]);
        if (lifted) lines.AddRange(["// Step: lift it", "double lift = after.Cube.Grasped ? Math.Min(1, (after.Cube.Height - 0.03) / 0.09) : 0;"]);
        lines.AddRange(["// Step: bring it to its place", held ? $"double place = after.Cube.Grasped ? {(lifted ? "lift * " : "")}3 * Near(away) : 0;" : "double place = 3 * Near(away);"]);
        lines.AddRange(Cost(costly));
        return Program(lines, [.. new[] { "near", held ? "hold" : null, lifted ? "lift" : null, "place", finish ? "done" : null }.OfType<string>()], costly);
    }

    private static string Finished(bool up, bool onto) => onto
        ? "Math.Abs(after.CubeB.X - after.Cube.X) <= World.Tolerance && Math.Abs(after.Cube.Height - after.CubeB.Height - World.CubeSize) <= 0.001 && !after.Cube.Grasped"
        : $"away <= World.Tolerance && {(up ? "" : "!")}after.Cube.Grasped";

    private static string[] Cost(bool costly) => costly ? ["// Step: move little", "double effort = -0.05 * (action.Dx * action.Dx + action.Dy * action.Dy);"] : [];

    private static string Program(IReadOnlyList<string> lines, IReadOnlyList<string> parts, bool costly)
    {
        string[] all = costly ? [.. parts, "effort"] : [.. parts];
        return $$"""
            double Near(double metres) => Math.Exp(-6 * metres);

            double Distance(double x, double y) => Math.Sqrt(x * x + y * y);

            double Reward(Obs before, Act action, Obs after, Parts parts)
            {
                {{string.Join("\n    ", lines)}}
                {{string.Join("\n    ", all.Select(part => $"parts[\"{part}\"] = {part};"))}}
                return {{string.Join(" + ", all)}};
            }
            """.ReplaceLineEndings("\n");
    }

    [GeneratedRegex("^The task: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Task();

    [GeneratedRegex("^(What it does|Advice): .*$", RegexOptions.Multiline)]
    private static partial Regex Said();

    [GeneratedRegex("^An expert's program for another task.*?^```csharp.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\b(up|on top)\b")]
    private static partial Regex Up();

    [GeneratedRegex("^ *// Step: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Step();
}
