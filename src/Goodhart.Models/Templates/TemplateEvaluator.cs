using System.Text;

namespace Goodhart.Models;

/// <summary>Runs a template's statements.</summary>
internal sealed class TemplateEvaluator(TemplateRun run)
{
    private readonly ExpressionEvaluator expressions = new(run);
    private int loops;

    private enum Way { On, Break, Continue }

    public string Render(IReadOnlyList<Statement> template, TemplateScope scope)
    {
        var text = new StringBuilder();
        Run(template, scope, text);
        return text.ToString();
    }

    private Way Run(IReadOnlyList<Statement> body, TemplateScope scope, StringBuilder text)
    {
        foreach (var statement in body)
        {
            run.Step(statement.At);
            var way = Run(statement, scope, text);
            if (way is not Way.On) return way;
        }

        return Way.On;
    }

    private Way Run(Statement statement, TemplateScope scope, StringBuilder text)
    {
        switch (statement)
        {
            case PlainText plain:
                Write(plain.Text, plain.At, text);
                return Way.On;
            case Output output:
                Write(TemplateValues.Text(expressions.Value(output.Value, scope)), output.At, text);
                return Way.On;
            case If choice:
                foreach (var (condition, body) in choice.Branches)
                    if (condition is null || TemplateValues.Truth(expressions.Value(condition, scope))) return Run(body, scope, text);
                return Way.On;
            case For loop:
                return Repeat(loop, scope, text);
            case Set set:
                Assign(set, scope);
                return Way.On;
            case Macro macro:
                scope[macro.Name] = new TemplateFunction(macro.Name, call => Invoke(macro, scope, call));
                return Way.On;
            case Stretch stretch:
                return Run(stretch.Body, scope, text);
            case Leave leave:
                return loops > 0 ? leave.Again ? Way.Continue : Way.Break : throw leave.At.Wrong("there is no loop to leave.");
            default:
                throw statement.At.Wrong("this statement is not known.");
        }
    }

    private void Write(string piece, Place at, StringBuilder text)
    {
        run.Room(piece.Length, at, (long)text.Length + piece.Length);
        text.Append(piece);
    }

    private Way Repeat(For loop, TemplateScope scope, StringBuilder text)
    {
        var value = expressions.Value(loop.Of, scope);
        var items = TemplateValues.Items(value) ?? throw loop.At.Wrong($"'for' needs a list, was {TemplateValues.Kind(value)}.");
        if (loop.Where is not null) items = [.. items.Where(item => TemplateValues.Truth(expressions.Value(loop.Where, Bound(loop, item, scope))))];
        if (items.Count == 0) return Run(loop.Otherwise, scope, text);
        for (var i = 0; i < items.Count; i++)
        {
            run.Step(loop.At);
            var inner = Bound(loop, items[i], scope);
            inner["loop"] = new TemplateLoop(items, i, loops);
            loops++;
            var way = Run(loop.Body, inner, text);
            loops--;
            if (way is Way.Break) break;
        }

        return Way.On;
    }

    private static TemplateScope Bound(For loop, object? item, TemplateScope scope)
    {
        var inner = new TemplateScope(scope);
        Spread(loop.Names, item, inner, loop.At);
        return inner;
    }

    private static void Spread(IReadOnlyList<string> names, object? value, TemplateScope scope, Place at)
    {
        if (names.Count == 1)
        {
            scope[names[0]] = value;
            return;
        }

        var parts = TemplateValues.Items(value);
        if (parts?.Count != names.Count) throw at.Wrong($"expected {names.Count} values for {string.Join(", ", names)}, found {(parts is null ? TemplateValues.Kind(value) : parts.Count)}.");
        for (var i = 0; i < names.Count; i++) scope[names[i]] = parts[i];
    }

    private void Assign(Set set, TemplateScope scope)
    {
        object? value;
        if (set.Value is not null) value = expressions.Value(set.Value, scope);
        else
        {
            var body = new StringBuilder();
            Run(set.Body, new(scope), body);
            value = body.ToString();
        }

        if (set.Of is null) Spread(set.Names, value, scope, set.At);
        else if (scope[set.Names[0]] is TemplateMap { IsNamespace: true } space) space[set.Of] = value;
        else throw set.At.Wrong($"'{set.Names[0]}' is not a namespace; only a namespace's attributes can be set.");
    }

    private string Invoke(Macro macro, TemplateScope scope, Call call)
    {
        if (call.Values.Count > macro.Parameters.Count) throw call.Wrong($"takes {macro.Parameters.Count} arguments, got {call.Values.Count}");
        if (call.Named.Keys.FirstOrDefault(name => macro.Parameters.All(parameter => parameter.Name != name)) is { } odd) throw call.Wrong($"has no parameter '{odd}'");
        var (inner, text, around) = (new TemplateScope(scope), new StringBuilder(), loops);
        run.Enter(call.At);
        for (var i = 0; i < macro.Parameters.Count; i++)
        {
            var (name, otherwise) = macro.Parameters[i];
            inner[name] = call[i, name] is Undefined && otherwise is not null ? expressions.Value(otherwise, inner) : call[i, name];
        }

        loops = 0;
        Run(macro.Body, inner, text);
        loops = around;
        run.Leave();
        return text.ToString();
    }
}
