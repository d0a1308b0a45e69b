using Goodhart.Worlds;
using Goodhart.Worlds.Simulations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Tests.Worlds;

public sealed class WorldCatalogueTests : IDisposable
{
    private const string Source = """
        using Goodhart;
        using Goodhart.Worlds.Simulations;

        namespace Mine
        {
            public class Lamp : Simulation
            {
                public override Schema Schema { get; } = new Schema(new[] { new Field("light") }, new ActionSpace.Discrete(new[] { "off", "on" }));
                public override int? Horizon => 5;
                public override System.Collections.Generic.IReadOnlyList<IReward<Transitions>> Rewards { get; } =
                    new[] { Reward.Each<Transitions>("light", (batch, i) => batch.Next("light")[i], "lx") };
                public override void Reset(Generator rng, System.Span<float> observation) => observation[0] = 0;
                public override bool Step(System.ReadOnlySpan<float> action, Generator rng, System.Span<float> observation)
                {
                    observation[0] = Bulbs.Bulb.Glow(action[0]);
                    return false;
                }
            }

            public class Broken : Lamp { public Broken() => throw new System.IO.IOException("no power"); }
            public class Twin : Lamp { }
            public class Plain { }
            public class Picky : Lamp { public Picky(string name) { } }
        }

        namespace Other { public class Twin : Mine.Lamp { } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("worlds-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Compile(string name, string source, params string[] neighbours)
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var dll && (dll.StartsWith("System.", StringComparison.Ordinal) || dll.StartsWith("Goodhart.", StringComparison.Ordinal)));
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            [.. trusted.Concat(neighbours).Select(file => MetadataReference.CreateFromFile(file))], new(OutputKind.DynamicallyLinkedLibrary));
        var path = Path.Combine(folder, name + ".dll");
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }

    private string Lamps() => Compile("lamps", Source, Compile("bulbs", "namespace Bulbs { public static class Bulb { public static float Glow(float power) => 800 * power; } }"));

    [Fact]
    public void All_AreMadeByName_WithTheRewardsTheyList()
    {
        Assert.Contains("cartpole", WorldCatalogue.All.Select(entry => entry.Name));
        foreach (var entry in WorldCatalogue.All)
        {
            var world = WorldCatalogue.Find(entry.Name).Create(3);
            Assert.Equal((entry.Name, 3), (world.Name, world.Count));
            Assert.Equal(entry.Rewards, world.Rewards.Select(reward => reward.Name));
        }
    }

    [Theory]
    [InlineData("cartpoll", "There is no world 'cartpoll'. Did you mean 'cartpole'?")]
    [InlineData("Pendulum", "There is no world 'Pendulum'. Did you mean 'pendulum'?")]
    [InlineData("my.dll", "World 'my.dll' names no type; expected my.dll:TypeName.")]
    public void Find_AnUnknownName_SuggestsTheNearest(string name, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => WorldCatalogue.Find(name)).Message);

    [Fact]
    public void Find_AnUnknownNameNearNothing_ListsAll() =>
        Assert.StartsWith("There is no world 'zebra'. Known: acrobot, cartpole, ", Assert.Throws<ArgumentException>(() => WorldCatalogue.Find("zebra")).Message);

    [Theory]
    [InlineData("Lamp")]
    [InlineData("Mine.Lamp")]
    public void Find_ASimulationInAnAssembly_RunsItWithItsNeighbour(string type)
    {
        var entry = WorldCatalogue.Find($"{Lamps()}:{type}");
        Assert.Equal($"lamps.dll:{type}", entry.Name);
        Assert.Equal(["light"], entry.Rewards);
        var world = entry.Create(2);
        world.Step([0, 1]);
        Assert.Equal([0, 800], world.Observation.ToArray());
        Assert.Equal("lx", world.Rewards[0].Unit);
    }

    [Fact]
    public void FromAssembly_AWorldWithACountConstructor_IsMadeWithIt()
    {
        var path = Compile("many", "namespace W { public sealed class Many { public Many(int count) { } } }");
        Assert.StartsWith("Type 'W.Many' is no world: expected a Simulation", Assert.Throws<ArgumentException>(() => WorldCatalogue.FromAssembly(path, "Many")).Message);
        var library = typeof(Goodhart.Worlds.Control.CartPole).Assembly.Location;
        Assert.Equal(7, Assert.IsType<Goodhart.Worlds.Control.Pendulum>(WorldCatalogue.FromAssembly(library, "Pendulum").Create(7)).Count);
        Assert.Throws<ArgumentException>(() => WorldCatalogue.FromAssembly(library, nameof(SimulatedWorld)));
    }

    [Theory]
    [InlineData("Lmap", "lamps.dll has no type 'Lmap'. Did you mean 'Lamp'?")]
    [InlineData("Twin", "lamps.dll has several types 'Twin': Mine.Twin, Other.Twin.")]
    [InlineData("Plain", "Type 'Mine.Plain' is no world: expected a Simulation with a public parameterless constructor, or an IWorld with a public constructor (int count).")]
    [InlineData("Picky", "Type 'Mine.Picky' is no world: expected a Simulation with a public parameterless constructor, or an IWorld with a public constructor (int count).")]
    public void FromAssembly_TheWrongType_SaysWhy(string type, string message)
    {
        var path = Lamps();
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => WorldCatalogue.FromAssembly(path, type)).Message);
    }

    [Fact]
    public void FromAssembly_AConstructorThatFails_GivesItsReason()
    {
        var error = Assert.Throws<InvalidOperationException>(() => WorldCatalogue.FromAssembly(Lamps(), "Broken"));
        Assert.Equal("The constructor of 'Mine.Broken' failed: no power", error.Message);
        Assert.IsType<IOException>(error.InnerException);
    }

    [Fact]
    public void FromAssembly_WithoutItsNeighbour_NamesWhatIsMissing()
    {
        var path = Lamps();
        File.Delete(Path.Combine(folder, "bulbs.dll"));
        var world = WorldCatalogue.FromAssembly(path, "Lamp").Create(1);
        Assert.Contains("bulbs", Assert.Throws<InvalidOperationException>(() => world.Step([1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromAssembly_AMissingOrForeignFile_IsNamed()
    {
        var missing = Path.Combine(folder, "none.dll");
        Assert.Equal($"There is no assembly at '{missing}'.", Assert.Throws<FileNotFoundException>(() => WorldCatalogue.FromAssembly(missing, "X")).Message);
        var text = Path.Combine(folder, "text.dll");
        File.WriteAllText(text, "not a library");
        Assert.Equal($"'{text}' is not a .NET assembly.", Assert.Throws<InvalidDataException>(() => WorldCatalogue.FromAssembly(text, "X")).Message);
    }
}
