using System.Collections.Frozen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Goodhart.Design;

/// <summary>Layer 2, after binding: every operation, written or implied, must be of a listed kind, be of an allowed type, and refer to a member that a program may use.</summary>
/// <param name="tree">The program.</param>
/// <param name="model">Its meaning.</param>
/// <param name="listed">Whether the list of the framework's members is up; without it any assembly may be named.</param>
internal sealed class OperationRules(ProgramTree tree, SemanticModel model, bool listed)
{
    private const int tupleFields = 16;
    private readonly List<RewardDiagnostic> findings = [];

    private static readonly FrozenSet<OperationKind> kinds = new[]
    {
        OperationKind.MethodBody, OperationKind.Block, OperationKind.VariableDeclarationGroup, OperationKind.VariableDeclaration, OperationKind.VariableDeclarator,
        OperationKind.VariableInitializer, OperationKind.FieldInitializer, OperationKind.ParameterInitializer, OperationKind.Switch, OperationKind.SwitchCase, OperationKind.CaseClause,
        OperationKind.Loop, OperationKind.Branch, OperationKind.Empty, OperationKind.Return, OperationKind.ExpressionStatement, OperationKind.LocalFunction, OperationKind.Literal,
        OperationKind.Conversion, OperationKind.Invocation, OperationKind.ArrayElementReference, OperationKind.LocalReference, OperationKind.ParameterReference,
        OperationKind.FieldReference, OperationKind.MethodReference, OperationKind.PropertyReference, OperationKind.Unary, OperationKind.Binary, OperationKind.Conditional,
        OperationKind.AnonymousFunction, OperationKind.DelegateCreation, OperationKind.ArrayCreation, OperationKind.ArrayInitializer, OperationKind.InstanceReference,
        OperationKind.IsPattern, OperationKind.Increment, OperationKind.Decrement, OperationKind.CompoundAssignment, OperationKind.SimpleAssignment, OperationKind.Parenthesized,
        OperationKind.Argument, OperationKind.Tuple, OperationKind.TupleBinary, OperationKind.DeconstructionAssignment, OperationKind.DeclarationExpression, OperationKind.Discard,
        OperationKind.SwitchExpression, OperationKind.SwitchExpressionArm, OperationKind.ConstantPattern, OperationKind.DiscardPattern, OperationKind.RelationalPattern,
        OperationKind.BinaryPattern, OperationKind.NegatedPattern, OperationKind.RecursivePattern, OperationKind.PropertySubpattern, OperationKind.CollectionExpression, OperationKind.DefaultValue,
    }.ToFrozenSet();

    public static IReadOnlyList<RewardDiagnostic> Check(ProgramTree tree, SemanticModel model, bool listed)
    {
        var rules = new OperationRules(tree, model, listed);
        foreach (var member in tree.Program.Members)
        {
            rules.Types(member);
            if (member is MethodDeclarationSyntax method && model.GetOperation(method) is { } body) rules.Walk(body);
            foreach (var initializer in member.DescendantNodes().OfType<EqualsValueClauseSyntax>().Where(e => member is FieldDeclarationSyntax || e.Parent is ParameterSyntax))
                if (model.GetOperation(initializer) is { } value) rules.Walk(value);
        }

        return rules.findings;
    }

    /// <summary>Types as they are written: of parameters, results, arrays, casts and tuples.</summary>
    private void Types(SyntaxNode member)
    {
        foreach (var type in member.DescendantNodes().OfType<TypeSyntax>())
            if (model.GetSymbolInfo(type).Symbol is ITypeSymbol symbol && type.Parent is not MemberAccessExpressionSyntax && !Constant(type)) Type(symbol, type);
        foreach (var declared in member.DescendantNodesAndSelf())
            if (model.GetDeclaredSymbol(declared) is ILocalSymbol { IsConst: false } local) Type(local.Type, declared);
    }

    private static bool Constant(SyntaxNode type) => type.Parent is VariableDeclarationSyntax { Parent: FieldDeclarationSyntax or LocalDeclarationStatementSyntax { IsConst: true } };

    private void Walk(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (findings.Count >= 20) return;
            if (!kinds.Contains(operation.Kind)) Refuse(operation.Syntax, "RP0200", $"{operation.Kind} is not supported in reward programs.", "Use arithmetic, if, loops, switch, arrays, tuples and lambdas.");
            else Judge(operation);
        }
    }

    private void Judge(IOperation operation)
    {
        if (operation.Type is { } type && operation is not IInstanceReferenceOperation && !IsWalk(operation) && !IsName(operation)) Type(type, operation.Syntax);
        switch (operation)
        {
            case IInvocationOperation call: Member(call.TargetMethod, call.Syntax); break;
            case IMethodReferenceOperation method: Member(method.Method, method.Syntax); break;
            case IPropertyReferenceOperation property: Member(property.Property, property.Syntax); break;
            case IFieldReferenceOperation field: Member(field.Field, field.Syntax); break;
            case IInstanceReferenceOperation self when !IsReceiver(self): Refuse(self.Syntax, "RP0216", "'this' cannot be used as a value.", "Call the method by its name."); break;
            case IBinaryOperation binary: Operator(binary.OperatorMethod, binary.Type, binary.LeftOperand.Type, binary.Syntax); break;
            case ICompoundAssignmentOperation compound: Operator(compound.OperatorMethod, compound.Type, compound.Target.Type, compound.Syntax); break;
            case IUnaryOperation unary: Operator(unary.OperatorMethod, unary.Type, unary.Operand.Type, unary.Syntax); break;
            case IIncrementOrDecrementOperation step: Operator(step.OperatorMethod, step.Type, step.Target.Type, step.Syntax); break;
            case IConversionOperation { OperatorMethod: not null }: Refuse(operation.Syntax, "RP0217", "This conversion is not allowed.", "Convert between int and double only."); break;
            case IConversionOperation conversion: Conversion(conversion); break;
            case IBranchOperation { BranchKind: BranchKind.GoTo }: Refuse(operation.Syntax, "RP0206", "'goto' is not supported in reward programs.", "Use if and loops."); break;
            case ICollectionExpressionOperation { ConstructMethod: not null } collection when collection.Type is not IArrayTypeSymbol:
                Refuse(operation.Syntax, "RP0207", "This list is of a type that is not allowed.", "Make it an array, as in double[] w = [1, 2];");
                break;
        }
    }

    private void Conversion(IConversionOperation conversion)
    {
        if (conversion.Operand.Type is not { } from || conversion.Type is not { } to || SymbolEqualityComparer.Default.Equals(from, to)) return;
        if (IsNumber(from) && IsNumber(to)) return;
        if (from.IsTupleType && to.IsTupleType) return;
        if (to.TypeKind == TypeKind.Delegate && conversion.Operand is IAnonymousFunctionOperation or IMethodReferenceOperation) return;
        if (to.TypeKind == TypeKind.Delegate && from.TypeKind == TypeKind.Delegate) return;
        if (IsWalk(conversion)) return;
        Refuse(conversion.Syntax, "RP0217", $"{Named(from)} cannot be made into {Named(to)}.", "Convert between int and double only, as in (int)x.");
    }

    private void Operator(IMethodSymbol? method, ITypeSymbol? result, ITypeSymbol? operand, SyntaxNode at)
    {
        if (method is { MethodKind: MethodKind.UserDefinedOperator } || result is null || operand is null || !IsNumber(result) || !IsNumber(operand))
            Refuse(at, "RP0217", $"This operator does not apply to {Named(operand)}.", "Operators work on double, int and bool.");
    }

    private void Member(ISymbol symbol, SyntaxNode at)
    {
        if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } or IFieldSymbol { ContainingType.IsTupleType: true }) return;
        if (symbol.DeclaringSyntaxReferences.Length > 0)
        {
            var own = symbol.DeclaringSyntaxReferences[0].SyntaxTree == tree.Tree;
            if (own && symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IFieldSymbol { IsConst: true }) return;
            if (!own && symbol is IPropertySymbol { DeclaredAccessibility: Accessibility.Public } or IFieldSymbol { IsConst: true, DeclaredAccessibility: Accessibility.Public }) return;
            if (!own && symbol is IMethodSymbol { Name: "Has", ContainingType.Name: "Memory" }) return;
        }
        else if (symbol is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke }
            || symbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } && (!listed || symbol.ContainingAssembly?.Name == "System.Runtime"))
        {
            return;
        }

        Refuse(at, "RP0216", $"'{symbol.Name}' cannot be used in a reward program.", "Use the fields of Obs, Act and World, Math, and methods of your own.");
    }

    private void Type(ITypeSymbol type, SyntaxNode at)
    {
        if (!Allowed(type, 0)) Refuse(at, "RP0207", $"The type {Named(type)} is not allowed.", "Use double, int, bool, their arrays and small tuples, and Func of these.");
        else if (Fields(type) > tupleFields) Refuse(at, "RP0214", $"A tuple holds more than {tupleFields} numbers.", "Use an array.");
    }

    private bool Allowed(ITypeSymbol type, int depth) => depth < 6 && type switch
    {
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Double or SpecialType.System_Void } => true,
        { TypeKind: TypeKind.Error } => true,   // the compiler's own message stands
        IArrayTypeSymbol array => array.Rank == 1 && depth < 3 && Allowed(array.ElementType, depth + 1),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Length <= 6 && tuple.TupleElements.All(e => Allowed(e.Type, depth + 1)),
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } f => f.Name is "Func" or "Action" && f.ContainingNamespace.Name == "System" && f.TypeArguments.All(a => Allowed(a, depth + 1)),
        INamedTypeSymbol named when named.DeclaringSyntaxReferences.Length > 0 => named.Name != "World" && !named.Name.StartsWith("__", StringComparison.Ordinal),
        INamedTypeSymbol => !listed && type.SpecialType == SpecialType.None,
        _ => false,
    };

    private static int Fields(ITypeSymbol type) => type is INamedTypeSymbol { IsTupleType: true } tuple ? Math.Min(1000, tuple.TupleElements.Sum(e => Fields(e.Type))) : 1;

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Double;

    /// <summary>The array that a foreach goes through, which the language calls an IEnumerable.</summary>
    private static bool IsWalk(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true, Parent: IForEachLoopOperation, Operand.Type: IArrayTypeSymbol, Type.SpecialType: SpecialType.System_Collections_IEnumerable };

    /// <summary>A constant name of a component or a memory: an index, an argument of Has, or the constant's own text.</summary>
    private static bool IsName(IOperation operation) => operation is { Type.SpecialType: SpecialType.System_String, ConstantValue.HasValue: true };

    private static bool IsReceiver(IInstanceReferenceOperation self) => self.Parent switch
    {
        IInvocationOperation call => call.Instance == self,
        IMemberReferenceOperation member => member.Instance == self,
        _ => false,
    };

    private static string Named(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat) switch
    {
        null => "this",
        { Length: > 60 } longer => $"'{longer[..60]}…'",
        var name => $"'{name}'",
    };

    private void Refuse(SyntaxNode at, string id, string message, string suggestion)
    {
        var finding = tree.Finding(id, SandboxLayer.Syntax, at.GetLocation(), message, suggestion);
        if (!findings.Any(f => f.Line == finding.Line && f.Id == id)) findings.Add(finding);
    }
}
