using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Goodhart.Design;

/// <summary>The kinds of syntax a program may be made of, and what to say of the others.</summary>
internal static partial class SyntaxKinds
{
    public static readonly FrozenSet<SyntaxKind> Allowed = new[]
    {
        // members
        SyntaxKind.FieldDeclaration, SyntaxKind.MethodDeclaration, SyntaxKind.ParameterList, SyntaxKind.Parameter, SyntaxKind.ArrowExpressionClause, SyntaxKind.EqualsValueClause,
        SyntaxKind.VariableDeclaration, SyntaxKind.VariableDeclarator,
        // types
        SyntaxKind.PredefinedType, SyntaxKind.IdentifierName, SyntaxKind.GenericName, SyntaxKind.TypeArgumentList, SyntaxKind.ArrayType, SyntaxKind.ArrayRankSpecifier,
        SyntaxKind.OmittedArraySizeExpression, SyntaxKind.TupleType, SyntaxKind.TupleElement,
        // statements
        SyntaxKind.Block, SyntaxKind.LocalDeclarationStatement, SyntaxKind.LocalFunctionStatement, SyntaxKind.ExpressionStatement, SyntaxKind.EmptyStatement, SyntaxKind.ReturnStatement,
        SyntaxKind.IfStatement, SyntaxKind.ElseClause, SyntaxKind.ForStatement, SyntaxKind.ForEachStatement, SyntaxKind.ForEachVariableStatement, SyntaxKind.WhileStatement,
        SyntaxKind.DoStatement, SyntaxKind.BreakStatement, SyntaxKind.ContinueStatement, SyntaxKind.SwitchStatement, SyntaxKind.SwitchSection, SyntaxKind.CaseSwitchLabel,
        SyntaxKind.CasePatternSwitchLabel, SyntaxKind.DefaultSwitchLabel, SyntaxKind.WhenClause,
        // expressions
        SyntaxKind.NumericLiteralExpression, SyntaxKind.StringLiteralExpression, SyntaxKind.TrueLiteralExpression, SyntaxKind.FalseLiteralExpression, SyntaxKind.ParenthesizedExpression,
        SyntaxKind.TupleExpression, SyntaxKind.ThisExpression, SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.InvocationExpression, SyntaxKind.ElementAccessExpression,
        SyntaxKind.ArgumentList, SyntaxKind.BracketedArgumentList, SyntaxKind.Argument, SyntaxKind.NameColon, SyntaxKind.CastExpression, SyntaxKind.ConditionalExpression,
        SyntaxKind.SimpleLambdaExpression, SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.ArrayCreationExpression, SyntaxKind.ImplicitArrayCreationExpression,
        SyntaxKind.ArrayInitializerExpression, SyntaxKind.CollectionExpression, SyntaxKind.ExpressionElement, SyntaxKind.SwitchExpression, SyntaxKind.SwitchExpressionArm,
        SyntaxKind.IsPatternExpression, SyntaxKind.DeclarationExpression, SyntaxKind.SingleVariableDesignation, SyntaxKind.ParenthesizedVariableDesignation, SyntaxKind.DiscardDesignation,
        // operators
        SyntaxKind.AddExpression, SyntaxKind.SubtractExpression, SyntaxKind.MultiplyExpression, SyntaxKind.DivideExpression, SyntaxKind.ModuloExpression, SyntaxKind.LogicalOrExpression,
        SyntaxKind.LogicalAndExpression, SyntaxKind.BitwiseOrExpression, SyntaxKind.BitwiseAndExpression, SyntaxKind.ExclusiveOrExpression, SyntaxKind.EqualsExpression,
        SyntaxKind.NotEqualsExpression, SyntaxKind.LessThanExpression, SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.LeftShiftExpression, SyntaxKind.RightShiftExpression, SyntaxKind.UnaryPlusExpression, SyntaxKind.UnaryMinusExpression, SyntaxKind.LogicalNotExpression,
        SyntaxKind.BitwiseNotExpression, SyntaxKind.PreIncrementExpression, SyntaxKind.PreDecrementExpression, SyntaxKind.PostIncrementExpression, SyntaxKind.PostDecrementExpression,
        SyntaxKind.SimpleAssignmentExpression, SyntaxKind.AddAssignmentExpression, SyntaxKind.SubtractAssignmentExpression, SyntaxKind.MultiplyAssignmentExpression,
        SyntaxKind.DivideAssignmentExpression, SyntaxKind.ModuloAssignmentExpression, SyntaxKind.AndAssignmentExpression, SyntaxKind.OrAssignmentExpression,
        SyntaxKind.ExclusiveOrAssignmentExpression,
        // patterns
        SyntaxKind.ConstantPattern, SyntaxKind.RelationalPattern, SyntaxKind.DiscardPattern, SyntaxKind.AndPattern, SyntaxKind.OrPattern, SyntaxKind.NotPattern,
        SyntaxKind.ParenthesizedPattern, SyntaxKind.RecursivePattern, SyntaxKind.PositionalPatternClause, SyntaxKind.PropertyPatternClause, SyntaxKind.Subpattern,
    }.ToFrozenSet();

    /// <summary>Id, what is wrong, and what to write instead.</summary>
    public static (string Id, string Message, string Suggestion) Refusal(SyntaxNode node)
    {
        var words = Words(node.Kind());
        return node.Kind() switch
        {
            SyntaxKind.TryStatement or SyntaxKind.ThrowStatement or SyntaxKind.ThrowExpression or SyntaxKind.UsingStatement or SyntaxKind.CatchClause =>
                ("RP0201", $"{words} is not supported in reward programs.", "Nothing can be thrown or caught: guard instead, for example the denominator with Math.Max(x, 1e-6)."),
            SyntaxKind.ClassDeclaration or SyntaxKind.StructDeclaration or SyntaxKind.RecordDeclaration or SyntaxKind.RecordStructDeclaration or SyntaxKind.InterfaceDeclaration
                or SyntaxKind.EnumDeclaration or SyntaxKind.DelegateDeclaration or SyntaxKind.NamespaceDeclaration or SyntaxKind.FileScopedNamespaceDeclaration =>
                ("RP0203", $"{words} is not allowed: a program declares no types.", "Write the members only (methods and constants), without a class around them; use tuples or arrays for data."),
            SyntaxKind.PropertyDeclaration => ("RP0202", "A program has no properties.", "Write a method or a const."),
            SyntaxKind.ConstructorDeclaration or SyntaxKind.DestructorDeclaration or SyntaxKind.OperatorDeclaration or SyntaxKind.ConversionOperatorDeclaration
                or SyntaxKind.IndexerDeclaration or SyntaxKind.EventDeclaration or SyntaxKind.EventFieldDeclaration =>
                ("RP0203", $"{words} is not allowed in reward programs.", "Write methods and constants only."),
            SyntaxKind.AttributeList => ("RP0204", "Attributes are not allowed.", "Remove it."),
            SyntaxKind.UnsafeStatement or SyntaxKind.FixedStatement or SyntaxKind.PointerType or SyntaxKind.FunctionPointerType or SyntaxKind.StackAllocArrayCreationExpression
                or SyntaxKind.ImplicitStackAllocArrayCreationExpression or SyntaxKind.RefType or SyntaxKind.RefExpression or SyntaxKind.ScopedType or SyntaxKind.AddressOfExpression
                or SyntaxKind.PointerIndirectionExpression or SyntaxKind.MakeRefExpression or SyntaxKind.RefValueExpression or SyntaxKind.RefTypeExpression or SyntaxKind.ArgListExpression =>
                ("RP0205", $"{words} is not allowed: there is no access to memory.", "Use arrays and plain values."),
            SyntaxKind.AwaitExpression or SyntaxKind.YieldReturnStatement or SyntaxKind.YieldBreakStatement or SyntaxKind.LockStatement or SyntaxKind.GotoStatement
                or SyntaxKind.GotoCaseStatement or SyntaxKind.GotoDefaultStatement or SyntaxKind.LabeledStatement =>
                ("RP0206", $"{words} is not supported in reward programs.", "Use if, for, while and return."),
            SyntaxKind.InterpolatedStringExpression or SyntaxKind.CharacterLiteralExpression or SyntaxKind.Utf8StringLiteralExpression =>
                ("RP0208", "There is no text in a reward program.", "Text may only be the constant name of a component or of a memory."),
            SyntaxKind.TypeParameterList or SyntaxKind.TypeParameterConstraintClause => ("RP0210", "Generic methods are not allowed.", "Use double."),
            SyntaxKind.ObjectCreationExpression or SyntaxKind.ImplicitObjectCreationExpression or SyntaxKind.AnonymousObjectCreationExpression =>
                ("RP0211", "'new' makes arrays only.", "Use an array, as in new double[3], or a tuple, as in (x, y)."),
            SyntaxKind.RangeExpression or SyntaxKind.IndexExpression or SyntaxKind.SpreadElement or SyntaxKind.SlicePattern or SyntaxKind.ListPattern =>
                ("RP0212", $"{words} is not allowed.", "Index arrays by number and copy them in a loop; the last element is a[a.Length - 1]."),
            SyntaxKind.NullLiteralExpression or SyntaxKind.NullableType or SyntaxKind.DefaultExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.CoalesceExpression
                or SyntaxKind.ConditionalAccessExpression => ("RP0207", "Nothing is null in a reward program.", "Use a number, such as 0 or double.PositiveInfinity, for what is not there."),
            SyntaxKind.CheckedExpression or SyntaxKind.UncheckedExpression or SyntaxKind.CheckedStatement or SyntaxKind.UncheckedStatement =>
                ("RP0200", $"{words} is not supported in reward programs.", "Compute with double where an int could overflow."),
            SyntaxKind.TypeOfExpression or SyntaxKind.SizeOfExpression or SyntaxKind.IsExpression or SyntaxKind.AsExpression or SyntaxKind.DeclarationPattern or SyntaxKind.TypePattern =>
                ("RP0207", $"{words} is not allowed: types cannot be asked for.", "Numbers are double, int or bool."),
            _ => ("RP0200", $"{words} is not supported in reward programs.", "Use methods, if, for, while, switch, arithmetic, arrays, tuples and lambdas."),
        };
    }

    private static string Words(SyntaxKind kind)
    {
        var text = Humps().Replace(kind.ToString(), " $1").Trim();
        return text[..1] + text[1..].ToLowerInvariant();
    }

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Humps();
}
