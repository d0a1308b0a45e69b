using Goodhart.Design;
using Goodhart.Worlds;
using Goodhart.Worlds.Simulations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Tests;

public sealed class RecordSimulationTests : IDisposable
{
    private sealed record Hand([Obs("m, world frame", Low = 0, High = 1)] double X, [Obs("rad/s")] float AngularVelocity, [Obs("the fingers touch the cube, both of them")] bool Holds);

    private readonly record struct Block([Obs("m")] double Z, int RGBMean, Tilt Tilt);

    private struct Tilt
    {
        [Obs("rad")] public float Roll;

        public readonly double Twice => 2 * Roll;
    }

    private sealed record Seen(Hand Hand, Block CubeA2, long StepsLeft);

    private sealed class Table : RecordSimulation<Seen>
    {
        private int left;

        public Seen? Next { get; set; } = new(new(0.5, -2, true), new(0.25, 7, new() { Roll = 3 }), 1);

        public override ActionSpace Actions { get; } = new ActionSpace.Discrete(["wait", "grip"]);

        public override IReadOnlyList<Constant> Constants { get; } = [new("goal x", 0.5, "m")];

        public override int? Horizon => 3;

        public override IReadOnlyList<IReward<Transitions>> Rewards { get; } = [Reward.Each<Transitions>("secret", (batch, i) => batch.Next("cube a2.z")[i])];

        protected override Seen Begin(Generator rng)
        {
            left = 10;
            return new(new(rng.NextDouble(), 0, false), default, left);
        }

        protected override (Seen Observation, bool Terminated) Advance(ReadOnlySpan<float> action, Generator rng) => (Next! with { StepsLeft = --left }, action[0] == 1);
    }

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Members_become_fields_with_units_bounds_kinds_and_meanings()
    {
        Field[] expected =
        [
            new("hand.x", "m", 0, 1, FieldKind.Number, "world frame"),
            new("hand.angular velocity", "rad/s"),
            new("hand.holds", "1", 0, 1, FieldKind.Flag, "the fingers touch the cube, both of them"),
            new("cube a2.z", "m"), new("cube a2.RGB mean"), new("cube a2.tilt.twice"), new("cube a2.tilt.roll", "rad"), new("steps left"),
        ];
        Assert.Equal(expected, new Table().Schema.Observation);
        Assert.Equal("goal x", Assert.Single(new Table().Schema.Constants).Name);
    }

    [Fact]
    public void Records_are_written_into_the_columns_of_a_world()
    {
        var world = new SimulatedWorld(() => new Table(), 2);
        Assert.Equal([0f, 0], world.Observation[2..4]);                                       // Begin's angular velocity
        world.Step([0, 1]);
        Assert.Equal([0.5f, 0.5f, -2, -2, 1, 1, 0.25f, 0.25f, 7, 7, 6, 6, 3, 3, 9, 9], world.Arrived);
        Assert.Equal([false, true], world.Terminated);
    }

    [Fact]
    public void A_saved_world_continues_by_replay()
    {
        SimulatedWorld from = new(() => new Table(), 2), to = new(() => new Table(), 2);
        from.Reset(5);
        from.Step([0, 0]);
        using var stream = new MemoryStream();
        from.Save(new BinaryWriter(stream));
        stream.Position = 0;
        to.Load(new BinaryReader(stream));
        Assert.Equal(from.Observation, to.Observation);
    }

    [Fact]
    public void What_a_record_names_is_what_a_program_writes()
    {
        var contract = RewardContract.Of(new Table().Schema);
        Assert.True(new RewardCompiler().Compile(
            "double Reward(Obs before, Act action, Obs after) => after.Hand.Holds && after.CubeA2.RGBMean > 0 ? after.Hand.AngularVelocity - after.CubeA2.Tilt.Roll : after.StepsLeft * World.GoalX;", contract).Succeeded);
        var card = EnvironmentCard.Of(contract);
        Assert.Contains("double X;                       // 0 to 1 m: world frame\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", card, StringComparison.Ordinal);
    }

    private sealed record Wrong(Hand Hand, double[] Joints);

    private sealed record Deep(Inner Inner);

    private sealed record Inner(string Colour);

    private sealed record Loop(double X, Loop Next);

    private sealed record Choice(DayOfWeek Day);

    private sealed record Empty;

    [Fact]
    public void A_member_that_is_no_field_is_named()
    {
        Assert.Equal("Member 'Joints' of observation record 'Wrong' is of type Double[]: expected a number, a bool, or a record of such. Give every number a member of its own.", Refused<Wrong>());
        Assert.StartsWith("Member 'Inner.Colour' of observation record 'Deep' is of type String: expected a number", Refused<Deep>(), StringComparison.Ordinal);
        Assert.StartsWith("Member 'Next' of observation record 'Loop' is of type Loop, which contains itself: expected a number", Refused<Loop>(), StringComparison.Ordinal);
        Assert.StartsWith("Member 'Day' of observation record 'Choice' is of type DayOfWeek: expected a number", Refused<Choice>(), StringComparison.Ordinal);
        Assert.StartsWith("Observation record 'Empty' has no public members", Refused<Empty>(), StringComparison.Ordinal);
    }

    private static string Refused<T>() => Assert.Throws<ArgumentException>(() => new ObservationRecord<T>()).Message;

    [Fact]
    public void A_group_that_is_null_is_named()
    {
        var record = new ObservationRecord<Seen>();
        Assert.Equal("The observation's Hand is null.", Assert.Throws<InvalidOperationException>(() => record.Write(new(null!, default, 0), new float[8])).Message);
        Assert.Equal("The observation is null.", Assert.Throws<InvalidOperationException>(() => record.Write(null!, new float[8])).Message);
    }

    [Theory]
    [InlineData("X", "x")]
    [InlineData("AngularVelocity", "angular velocity")]
    [InlineData("RGBMean", "RGB mean")]
    [InlineData("CubeAPose", "cube a pose")]
    [InlineData("CubeA2", "cube a2")]
    [InlineData("left_hand", "left hand")]
    [InlineData("EE", "EE")]
    public void A_member_is_called_by_its_words(string member, string name)
    {
        Assert.Equal(name, MemberWords.Name(member));
        if (char.IsAsciiLetterUpper(member[0])) Assert.Equal(member, ProgramName.Of(name));   // a program writes the member again
    }

    private const string Mine = """
        using System;
        using System.Collections.Generic;
        using Goodhart;
        using Goodhart.Worlds.Simulations;

        namespace Mine;

        /// <summary>What the robot sees.</summary>
        /// <param name="Gap">Distance to the <see cref="Wall"/>.</param>
        /// <param name="Bumped">Whether it touched.</param>
        public sealed record View([Obs("m, along the floor")] double Gap, bool Bumped)
        {
            /// <summary>
            /// Share of the way
            /// that is done.
            /// </summary>
            public double Done => 1 - Gap;

            [Obs("s, since the start")] public double Clock { get; init; }
        }

        public static class Wall { }

        public sealed class Robot : RecordSimulation<View>
        {
            private double gap;
            public override ActionSpace Actions => new ActionSpace.Box([new("speed", "m/s", -1, 1)]);
            public override int? Horizon => 5;
            public override IReadOnlyList<IReward<Transitions>> Rewards { get; } = [Reward.Each<Transitions>("close", (batch, i) => -batch.Next("gap")[i])];
            protected override View Begin(Generator rng) { gap = 1; return new(gap, false); }
            protected override (View, bool) Advance(ReadOnlySpan<float> action, Generator rng)
            {
                gap = Math.Max(0, gap - action[0]);
                return (new View(gap, gap == 0) { Clock = 1 }, gap == 0);
            }
        }
        """;

    [Fact]
    public void A_users_assembly_is_loaded_with_the_words_of_its_documentation()
    {
        var path = Compile(Mine);
        var world = WorldCatalogue.FromAssembly(path, "Robot").Create(2);
        world.Step([0.75f, 1]);
        Assert.Equal([0.25f, 0, 0, 1, 0.75f, 1, 1, 1], world.Arrived);
        Assert.Equal([false, true], world.Terminated);
        Field[] expected =
        [
            new("gap", "m", Meaning: "Distance to the Wall (along the floor)"), new("bumped", "1", 0, 1, FieldKind.Flag, "Whether it touched"),
            new("done", Meaning: "Share of the way that is done"), new("clock", "s", Meaning: "since the start"),
        ];
        Assert.Equal(expected, world.Schema.Observation);
        File.WriteAllText(Path.ChangeExtension(path, ".xml"), "<doc><members>");                // documentation that cannot be read is as none
        Assert.Equal(["along the floor", "", "", "since the start"], WorldCatalogue.FromAssembly(path, "Robot").Create(1).Schema.Observation.Select(f => f.Meaning));
    }

    private string Compile(string source)
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var dll && (dll.StartsWith("System.", StringComparison.Ordinal) || dll.StartsWith("Goodhart.", StringComparison.Ordinal)));
        var compilation = CSharpCompilation.Create("robot", [CSharpSyntaxTree.ParseText(source, new(documentationMode: DocumentationMode.Diagnose))],
            [.. trusted.Select(file => MetadataReference.CreateFromFile(file))], new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var path = Path.Combine(folder.Path, "robot.dll");
        var result = compilation.Emit(path, xmlDocumentationPath: Path.ChangeExtension(path, ".xml"));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
