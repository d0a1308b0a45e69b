namespace Goodhart.Design.Evolution;

/// <summary>What terms are called, and what is said of them in a comment.</summary>
internal static class TermWords
{
    /// <summary>The component's name, "towards_key_until_has_key"; the caller makes it unique.</summary>
    public static string Name(Vocabulary words, Term term)
    {
        var name = term.Signal switch
        {
            Signal.Closeness { Reading: var m } => Named(words, m, "near", "low", "high"),
            Signal.Progress { Reading: var m } => Named(words, m, "towards", "lowering", "raising"),
            Signal.State { Condition: var c } => $"while {Named(words, c)}",
            Signal.Onset { Condition: var c } => $"once {Named(words, c)}",
            Signal.Chosen { Action: var action } => $"action {action}",
            Signal.Effort => "effort",
            _ => "every step",
        };
        return Snake(name + string.Concat(term.Gates.Select(g => g is Condition.Not not ? $" until {Named(words, not.Of)}" : $" if {Named(words, g)}")));
    }

    /// <summary>A sentence for the comment above a term.</summary>
    public static string Comment(Vocabulary words, Term term)
    {
        var text = term.Signal switch
        {
            Signal.Closeness { Reading: Reading.Level level } => $"The more {Plain(level.Of)} the {(term.Weight < 0 ? "worse" : "better")}",
            Signal.Closeness { Reading: var m } => $"The smaller {Said(words, m)} the {(term.Weight < 0 ? "worse" : "better")}",
            Signal.Progress { Reading: Reading.Level level } => $"{Pays(term)} for raising {Plain(level.Of)}",
            Signal.Progress { Reading: var m } => $"{Pays(term)} for reducing {Said(words, m)}",
            Signal.State { Condition: var c } => $"{Pays(term)} on every step while {Said(words, c)}",
            Signal.Onset { Condition: Condition.Terminal } => $"{Pays(term)} when the episode ends",
            Signal.Onset { Condition: var c } => $"{Pays(term)} once {Said(words, c)}",
            Signal.Chosen { Action: var action } => $"{Pays(term)} for the action {Plain(action)}",
            Signal.Effort => $"{Pays(term)} for the strength of the action",
            _ => $"{Pays(term)} for every step",
        };
        return text + string.Concat(term.Gates.Select(g => g is Condition.Not not ? $", unless {Said(words, not.Of)}" : $", if {Said(words, g)}")) + ".";
    }

    /// <summary>"DistanceToKey".</summary>
    public static string Method(Vocabulary words, Reading measure) => ProgramName.Of(measure switch
    {
        Reading.Distance { From: "", To: var to } => $"distance to {to}",
        Reading.Distance { From: var from, To: "" } => $"distance to {from}",
        Reading.Distance d => $"distance from {d.From} to {d.To}",
        Reading.Gap gap => $"{gap.From} from {gap.To}",
        Reading.Length length => $"length of {length.Of}",
        Reading.Size size => $"size of {size.Of}",
        Reading.Level level => level.Of,
        _ => words.Unit(measure),
    });

    /// <summary>Words of a name that fit into one line of a comment.</summary>
    public static string Plain(string name) => string.Join(' ', Split(name));

    private static string Pays(Term term) => term.Weight < 0 ? "Costs" : "Pays";

    private static string Named(Vocabulary words, Reading measure, string near, string low, string high) => measure switch
    {
        Reading.Distance { From: "" } d => $"{near} {d.To}",
        Reading.Distance { To: "" } d => $"{near} {d.From}",
        Reading.Distance d => $"{d.From} {near} {d.To}",
        Reading.Gap gap => $"{gap.From} {near} {gap.To}",
        Reading.Length length => $"{low} {length.Of}",
        Reading.Size size => $"{low} {size.Of}",
        Reading.Level level => $"{high} {level.Of}",
        _ => $"{near} {words.Unit(measure)}",
    };

    private static string Named(Vocabulary words, Condition condition) => condition switch
    {
        Condition.Flag flag => flag.Name,
        Condition.Near near => Named(words, near.Reading, "at", "low", "low"),
        Condition.Terminal => "terminal",
        Condition.Not not => $"not {Named(words, not.Of)}",
        _ => "",
    };

    private static string Said(Vocabulary words, Reading measure) => measure switch
    {
        Reading.Distance { From: "", To: var to } => $"the distance to {Plain(to)}",
        Reading.Distance { From: var from, To: "" } => $"the distance to {Plain(from)}",
        Reading.Distance d => $"the distance from {Plain(d.From)} to {Plain(d.To)}",
        Reading.Gap gap => $"the difference between {Plain(gap.From)} and {Plain(gap.To)}",
        Reading.Length length => $"the length of {Plain(length.Of)}",
        Reading.Size size => $"the size of {Plain(size.Of)}",
        _ => Plain(Method(words, measure)),
    };

    private static string Said(Vocabulary words, Condition condition) => condition switch
    {
        Condition.Flag flag => Plain(flag.Name),
        Condition.Near near => $"{Said(words, near.Reading)} is small",
        Condition.Terminal => "the episode ends",
        Condition.Not not => $"not {Said(words, not.Of)}",
        _ => "",
    };

    private static string Snake(string name) => string.Join('_', Split(name)).ToLowerInvariant();

    private static string[] Split(string name) => [.. new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
