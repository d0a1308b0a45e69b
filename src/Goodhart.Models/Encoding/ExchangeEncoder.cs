using Goodhart.Feedback;

namespace Goodhart.Models;

/// <summary>Turns exchanges into the tokens that a model scores: plain text as it stands, turns through the chat template, the beginning token exactly once.</summary>
/// <remarks>Special tokens that stand in a turn's text are spelt out as text, so that nobody can end a turn by writing its token.</remarks>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="template">Its chat template; null for the tokenizer's own, or ChatML.</param>
/// <param name="options">Lengths and separators.</param>
public sealed class ExchangeEncoder(TextTokenizer tokenizer, ChatTemplate? template = null, EncodingOptions? options = null)
{
    /// <summary>An answer that nobody gives: a character that Unicode reserves for no use, and no guard.</summary>
    private const char Another = '\uFFFE';

    private readonly ChatTemplate template = template ?? ChatTemplate.Of(tokenizer);
    private readonly EncodingOptions options = options ?? new();
    private readonly int? longest = options?.MaxLength is { } most ? Ensure.Positive(most) : null;

    public TextTokenizer Tokenizer => tokenizer;

    /// <summary>An exchange's tokens, read at the answer's last: the end of its turn or of the text.</summary>
    /// <remarks>Where it is too long the oldest turns go first, but for the system's and the last; then the prompt's first tokens.</remarks>
    /// <exception cref="ArgumentException">The answer by itself is too long, or there is no token.</exception>
    /// <exception cref="TemplateException">The template refuses the turns.</exception>
    public EncodedExchange Encode(Exchange exchange)
    {
        var (turns, dropped) = (exchange.Prompt.ToList(), 0);
        var (ids, answer) = Whole(exchange with { Prompt = turns });
        while (ids.Count > longest && !exchange.IsPlain && DropOldest(turns) is > 0 and var gone)
        {
            dropped += gone;
            (ids, answer) = Whole(exchange with { Prompt = turns });
        }

        var cut = Fit(ids, ref answer);
        if (ids.Count == 0) throw new ArgumentException("The exchange has no token: prompt and answer are empty, and the tokenizer has neither a first nor a last token.");
        return new(new([.. ids], [Read(ids, answer)], Math.Min(answer, ids.Count)), dropped, cut);
    }

    /// <summary>A prompt's tokens up to where the answer begins, for generation; cut from the left to the longest length.</summary>
    public int[] EncodePrompt(IReadOnlyList<Turn> prompt)
    {
        var exchange = new Exchange(prompt, "");
        var guard = Guard(exchange);
        List<int> ids = exchange.IsPlain ? [.. tokenizer.Encode(exchange.PromptText)] : [.. tokenizer.Tokens(Rendered(prompt, true, guard), true, guard).Select(token => token.Id)];
        var answer = ids.Count;
        Begin(ids, ref answer);
        Fit(ids, ref answer);
        return [.. ids];
    }

    /// <summary>A solution's tokens, read at the last token of each step; of several candidates for a step the one the solution went on with, or the first.</summary>
    /// <exception cref="ArgumentException">It is longer than the longest length, or a step has no token of its own.</exception>
    public Encoded Encode(StepLabels<string> steps)
    {
        var (text, ends) = (steps.Task, new List<int>());
        foreach (var step in steps.Steps)
        {
            text += options.Separator + (step.Taken ?? step.Candidates[0]).Step;
            ends.Add(text.Length);
        }

        var tokens = tokenizer.Tokens(text);
        var reads = ends.ConvertAll(end => Last(tokens, end));
        for (var i = 1; i < reads.Count; i++)
            if (reads[i] == reads[i - 1]) throw new ArgumentException($"Step {i + 1} of a solution has no token of its own.");
        List<int> ids = [.. tokens.Select(token => token.Id)];
        var answer = First(tokens, steps.Task.Length);
        var shift = Begin(ids, ref answer);
        if (ids.Count > longest) throw new ArgumentException($"A solution has {ids.Count} tokens; at most {longest} are read.");
        return new([.. ids], [.. reads.Select(read => read + shift)], answer);
    }

    /// <summary>Positions among an exchange's tokens that a stretch of its answer's characters covers, at least in part.</summary>
    /// <exception cref="ArgumentException">The exchange does not fit whole, or its template does not keep the answer as it is.</exception>
    public int[] Positions(Exchange exchange, int start, int end)
    {
        var (tokens, text, at, shift) = Tokens(exchange);
        if (tokens.Count + shift > longest) throw new ArgumentException($"The exchange has {tokens.Count + shift} tokens; at most {longest} are read, and spans need all.");
        if (!exchange.IsPlain) at = Place(exchange, text, Guard(exchange));
        if (!text.AsSpan(at).StartsWith(exchange.Answer, StringComparison.Ordinal))
        {
            if (!text.AsSpan(at).StartsWith(exchange.Answer.AsSpan().Trim(), StringComparison.Ordinal)) throw new ArgumentException("The template changes the answer, so spans of it have no place among the tokens.");
            at -= exchange.Answer.Length - exchange.Answer.AsSpan().TrimStart().Length;
        }

        return [.. Enumerable.Range(0, tokens.Count).Where(i => tokens[i].Start < at + end && tokens[i].End > at + start).Select(i => i + shift)];
    }

    private (List<int> Ids, int Answer) Whole(Exchange exchange)
    {
        var (tokens, _, place, _) = Tokens(exchange);
        List<int> ids = [.. tokens.Select(token => token.Id)];
        var answer = First(tokens, place);
        Begin(ids, ref answer);
        if (exchange.IsPlain && tokenizer.EosId is { } eos && (ids.Count == 0 || ids[^1] != eos)) ids.Add(eos);
        return (ids, answer);
    }

    /// <summary>Tokens of an exchange, its text, the character where the answer begins, and by how much a first token shifts positions.</summary>
    private (IReadOnlyList<TextToken> Tokens, string Text, int Answer, int Shift) Tokens(Exchange exchange)
    {
        var guard = Guard(exchange);
        var plain = exchange.IsPlain;
        var text = plain ? exchange.PromptText + exchange.Answer : Rendered([.. exchange.Prompt, new(Role.Assistant, exchange.Answer)], false, guard);
        var tokens = plain ? tokenizer.Tokens(text) : tokenizer.Tokens(text, true, guard);
        var shift = tokenizer is { AddsBos: true, BosId: { } bos } && (tokens.Count == 0 || tokens[0].Id != bos) ? 1 : 0;
        if (plain) return (tokens, text, exchange.PromptText.Length, shift);
        var (clean, head) = (Clean(text, guard), Clean(Rendered(exchange.Prompt, true, guard), guard));
        return (tokens, clean, clean.StartsWith(head, StringComparison.Ordinal) ? head.Length : Place(exchange, clean, guard), shift);
    }

    /// <summary>Where an answer's text stands among its turns: up to there they look the same with another answer.</summary>
    private int Place(Exchange exchange, string text, char guard) =>
        text.AsSpan().CommonPrefixLength(Clean(Rendered([.. exchange.Prompt, new(Role.Assistant, Another.ToString())], false, guard), guard));

    private static char Guard(Exchange exchange) => SpecialGuard.For([.. exchange.Prompt.Select(turn => turn.Text), exchange.Answer]);

    private static string Clean(string text, char guard) => text.Replace(guard.ToString(), "", StringComparison.Ordinal);

    private string Rendered(IReadOnlyList<Turn> turns, bool generate, char guard) => template.Render(
        [.. turns.Select(turn => turn with { Text = SpecialGuard.Write(turn.Text, tokenizer.SpecialTokens, guard) })], generate, TemplateInputs.Of(tokenizer));

    private int Begin(List<int> ids, ref int answer)
    {
        if (!tokenizer.AddsBos || tokenizer.BosId is not { } bos || (ids.Count > 0 && ids[0] == bos)) return 0;
        ids.Insert(0, bos);
        answer++;
        return 1;
    }

    /// <summary>Removes the oldest turn but for the system's, and what follows it up to the next turn of a user.</summary>
    private static int DropOldest(List<Turn> turns)
    {
        var first = turns.FindIndex(turn => turn.Role is not Role.System);
        var next = first < 0 ? -1 : turns.FindIndex(first + 1, turn => turn.Role is Role.User);
        if (next < 0) return 0;
        turns.RemoveRange(first, next - first);
        return next - first;
    }

    private int Fit(List<int> ids, ref int answer)
    {
        if (longest is not { } most || ids.Count <= most) return 0;
        var (kept, over) = (tokenizer is { AddsBos: true, BosId: { } bos } && ids[0] == bos && answer > 0 ? 1 : 0, ids.Count - most);
        var cut = Math.Min(over, Math.Max(0, answer - kept));
        if (cut < over && !options.CutAnswer) throw new ArgumentException($"The answer has {ids.Count - answer} tokens; with {kept} before it at most {most} fit. Ask for it to be cut, or read more.");
        ids.RemoveRange(kept, cut);
        answer -= cut;
        var gone = over - cut;
        var words = Read(ids, answer) is var read && tokenizer.IsSpecial(ids[read]) ? read : ids.Count;   // the token that ends the answer stays
        ids.RemoveRange(Math.Min(Math.Max(answer, words - gone), ids.Count - gone), gone);
        return over;
    }

    /// <summary>The answer's last special token, which ends its turn; else the last token.</summary>
    private int Read(List<int> ids, int answer)
    {
        for (var i = ids.Count - 1; i >= answer; i--)
            if (tokenizer.IsSpecial(ids[i])) return i;
        return ids.Count - 1;
    }

    private static int First(IReadOnlyList<TextToken> tokens, int character)
    {
        for (var i = 0; i < tokens.Count; i++)
            if (tokens[i].End > character) return i;
        return tokens.Count;
    }

    private static int Last(IReadOnlyList<TextToken> tokens, int end)
    {
        for (var i = tokens.Count - 1; i >= 0; i--)
            if (tokens[i].Start < end) return i;
        throw new ArgumentException("A step has no token of its own.");
    }
}
