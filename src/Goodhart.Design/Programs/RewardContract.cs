using System.Globalization;
using System.Text;

namespace Goodhart.Design;

/// <summary>What a reward program may speak of: the fields of an observation, what may be done, and the world's constants, all with names and units.</summary>
/// <remarks>
/// It holds names only, never a reward, so that whoever writes programs from it cannot see what they are judged by. A field "cart.angular velocity" is written
/// <c>after.Cart.AngularVelocity</c>, a constant "goal x" <c>World.GoalX</c>, a discrete action "push left" <c>action.PushLeft</c> (whether it was chosen).
/// </remarks>
public sealed record RewardContract
{
    private RewardContract(Schema schema) => Schema = schema;

    public Schema Schema { get; }

    /// <summary>The contract of a world.</summary>
    /// <exception cref="ArgumentException">The world has no named observations, or two names read alike in a program.</exception>
    public static RewardContract Of(Schema schema)
    {
        if (schema.Observation.Count == 0) throw new ArgumentException("The world has no named observations, so a reward program could not speak of anything. Give its schema fields.");
        Unique(schema.Observation.Select(f => f.Name), "observation field", name => ProgramName.Path(name));
        Unique(schema.Constants.Select(c => c.Name), "constant", ProgramName.Of);
        if (schema.Actions is ActionSpace.Discrete discrete) Unique(discrete.Names, "action", ProgramName.Of);
        if (schema.Actions is ActionSpace.Box box) Unique(box.Fields.Select(f => f.Name), "action component", ProgramName.Of);
        return new(schema);
    }

    /// <summary>Hash of everything a program compiled for this contract depends on.</summary>
    public string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(ContractSource.Of(this))))[..16];

    private static void Unique(IEnumerable<string> names, string what, Func<string, string> spelling)
    {
        var twice = names.GroupBy(spelling, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Two names of kind {what} are written '{twice.Key}' in a program: {string.Join(", ", twice.Select(n => $"'{n}'"))}."));
    }
}
