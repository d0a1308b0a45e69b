using System.Reflection;
using System.Runtime.Loader;
using Goodhart.Worlds.Simulations;

namespace Goodhart.Worlds;

/// <summary>A user's assembly, loaded beside the library so that both mean the same types.</summary>
internal sealed class WorldAssembly
{
    private readonly string file;
    private readonly Type[] types;

    private WorldAssembly(string file, Type[] types) => (this.file, this.types) = (file, types);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a .NET assembly, or one that it needs is missing.</exception>
    public static WorldAssembly Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new FileNotFoundException($"There is no assembly at '{full}'.", full);
        try
        {
            var context = new Context(full);
            var shared = context.Home.Assemblies.FirstOrDefault(assembly => !assembly.IsDynamic && assembly.Location == full);
            return new(Path.GetFileName(path), (shared ?? context.LoadFromAssemblyPath(full)).GetTypes());
        }
        catch (BadImageFormatException cause)
        {
            throw new InvalidDataException($"'{full}' is not a .NET assembly.", cause);
        }
        catch (ReflectionTypeLoadException cause)
        {
            throw new InvalidDataException($"'{full}' cannot be loaded: {cause.LoaderExceptions.FirstOrDefault()?.Message ?? cause.Message}", cause);
        }
    }

    /// <summary>The type of that full or short name.</summary>
    public Type Find(string name)
    {
        var found = types.Where(type => type.FullName == name).ToArray();
        if (found.Length == 0) found = [.. types.Where(type => type.Name == name)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"{file} has no type '{name}'.{Suggestion(name)}"),
            _ => throw new ArgumentException($"{file} has several types '{name}': {string.Join(", ", found.Select(type => type.FullName).Order(StringComparer.Ordinal))}."),
        };
    }

    /// <summary>Makes worlds of a type.</summary>
    /// <exception cref="ArgumentException">The type is no world.</exception>
    public static CreateWorld Factory(Type type)
    {
        if (!type.IsAbstract && type.IsSubclassOf(typeof(Simulation)) && Constructor(type) is { } plain)
            return (count, horizon) => new SimulatedWorld(() => (Simulation)Make(plain), count, horizon);
        if (!type.IsAbstract && type.IsAssignableTo(typeof(IWorld)) && Constructor(type, typeof(int)) is { } counted)
            return (count, horizon) => horizon is null ? (IWorld)Make(counted, count)
                : throw new ArgumentException($"World '{type.FullName}' sets its own horizon; leave horizon out.");
        throw new ArgumentException(
            $"Type '{type.FullName}' is no world: expected a Simulation with a public parameterless constructor, or an IWorld with a public constructor (int count).");
    }

    /// <summary>The shortest public constructor that begins with these parameters and has defaults for the rest.</summary>
    private static ConstructorInfo? Constructor(Type type, params Type[] leading) => type.GetConstructors()
        .Where(constructor => constructor.GetParameters() is var all && all.Length >= leading.Length
            && all.Take(leading.Length).Select(parameter => parameter.ParameterType).SequenceEqual(leading)
            && all.Skip(leading.Length).All(parameter => parameter.HasDefaultValue))
        .MinBy(constructor => constructor.GetParameters().Length);

    private static object Make(ConstructorInfo constructor, params object[] leading)
    {
        try
        {
            return constructor.Invoke([.. leading, .. constructor.GetParameters().Skip(leading.Length).Select(parameter => parameter.DefaultValue)]);
        }
        catch (TargetInvocationException cause)
        {
            var inner = cause.InnerException ?? cause;
            throw new InvalidOperationException($"The constructor of '{constructor.DeclaringType?.FullName}' failed: {inner.Message}", inner);
        }
    }

    private string Suggestion(string name)
    {
        string[] worlds = [.. types
            .Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(Simulation)) || type.IsAssignableTo(typeof(IWorld))))
            .Select(type => type.Name)];
        return worlds.Length > 0 ? Nearest.Hint(name, worlds) : " It holds no worlds.";
    }

    /// <summary>Asks the library's own context first, so that types are shared, then the assembly's neighbours.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        public AssemblyLoadContext Home { get; } = GetLoadContext(typeof(IWorld).Assembly) ?? Default;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Home.LoadFromAssemblyName(assemblyName);
            }
            catch (Exception missing) when (missing is FileNotFoundException or FileLoadException)
            {
                return resolver.ResolveAssemblyToPath(assemblyName) is { } neighbour ? LoadFromAssemblyPath(neighbour) : null;
            }
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } neighbour ? LoadUnmanagedDllFromPath(neighbour) : 0;
    }
}
