using System.Linq.Expressions;
using System.Reflection;

namespace Goodhart.Worlds.Simulations;

/// <summary>The fields of an observation record, and the code that writes a record into a row of them.</summary>
internal sealed class ObservationRecord<T>
{
    private readonly List<Field> fields = [];
    private readonly List<Expression> statements = [];
    private readonly ParameterExpression row = Expression.Parameter(typeof(float[]), "row");
    private readonly Action<T, float[]> write;

    /// <exception cref="ArgumentException">A member is neither a number, nor a bool, nor a group of such; it is named.</exception>
    public ObservationRecord()
    {
        var record = Expression.Parameter(typeof(T), "record");
        Add(record, typeof(T), "", "", [typeof(T)]);
        if (fields.Count == 0) throw new ArgumentException($"Observation record '{typeof(T).Name}' has no public members, so a reward could not speak of anything.");
        write = Expression.Lambda<Action<T, float[]>>(Expression.Block(statements), record, row).Compile();
    }

    public IReadOnlyList<Field> Fields => fields;

    /// <summary>Writes every field. // row: (fields)</summary>
    /// <exception cref="InvalidOperationException">A group is null.</exception>
    public void Write(T record, float[] row) => write(record, row);

    /// <summary>Names begin with <paramref name="prefix"/>, errors with <paramref name="path"/>.</summary>
    private void Add(Expression owner, Type type, string prefix, string path, Type[] within)
    {
        if (!type.IsValueType)
            statements.Add(Expression.IfThen(Expression.ReferenceEqual(owner, Expression.Constant(null)), Expression.Throw(Expression.New(
                typeof(InvalidOperationException).GetConstructor([typeof(string)])!, Expression.Constant(path.Length > 0 ? $"The observation's {path} is null." : "The observation is null.")))));
        foreach (var member in MemberWords.Members(type))
        {
            var (value, of) = (Expression.MakeMemberAccess(owner, member), member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType);
            var (name, at) = (prefix + MemberWords.Name(member.Name), path.Length > 0 ? $"{path}.{member.Name}" : member.Name);
            if (of == typeof(bool)) Assign(MemberWords.Field(member, name, FieldKind.Flag), Expression.Condition(value, Expression.Constant(1f), Expression.Constant(0f)));
            else if (IsNumber(of)) Assign(MemberWords.Field(member, name, FieldKind.Number), Expression.Convert(value, typeof(float)));
            else if (IsGroup(of) && !within.Contains(of)) Add(value, of, name + ".", at, [.. within, of]);
            else throw new ArgumentException($"Member '{at}' of observation record '{typeof(T).Name}' is of type {of.Name}{(within.Contains(of) ? ", which contains itself" : "")}: "
                + "expected a number, a bool, or a record of such. Give every number a member of its own.");
        }
    }

    private void Assign(Field field, Expression number)
    {
        statements.Add(Expression.Assign(Expression.ArrayAccess(row, Expression.Constant(fields.Count)), number));
        fields.Add(field);
    }

    private static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Double;

    private static bool IsGroup(Type type) => !type.IsEnum && !type.IsArray && !type.IsPrimitive && type != typeof(string)
        && type.Namespace?.Split('.')[0] != nameof(System) && !type.IsAssignableTo(typeof(System.Collections.IEnumerable)) && !type.IsAssignableTo(typeof(Delegate));
}
