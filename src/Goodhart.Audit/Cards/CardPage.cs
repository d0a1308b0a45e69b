using System.Globalization;
using System.Text;
using Goodhart.Statistics;

namespace Goodhart.Audit.Cards;

/// <summary>A reward card as the page that model hubs show: front matter for their index, then tables.</summary>
internal static class CardPage
{
    public static string Of(RewardCard card)
    {
        var page = new StringBuilder();
        FrontMatter(page, card);
        page.Append(CultureInfo.InvariantCulture, $"\n# {Plain(card.Name)}\n\nA reward model trained with {Plain(card.Objective)}{(card.BaseModel is { } model ? $" from `{Plain(model)}`" : ", from scratch")}.\n");
        foreach (var note in card.Notes) page.Append(CultureInfo.InvariantCulture, $"\n> {Plain(note)}\n");
        Results(page, "Held-out data", "Accuracy on data that training did not see. A reward that is not clearly above *length* and *lexical* has learnt little more than they know.", card.HeldOut);
        Results(page, "Benches", null, card.Benches);
        Results(page, "Probes", "What raises the score without raising quality.", card.Probes);
        Exploits(page, card);
        Data(page, card.Data);
        Options(page, card);
        return page.ToString();
    }

    private static void FrontMatter(StringBuilder page, RewardCard card)
    {
        page.Append("---\nlibrary_name: transformers\npipeline_tag: text-classification\ntags:\n- reward-model\n- goodhart\n");
        if (card.BaseModel is { } model) page.Append(CultureInfo.InvariantCulture, $"base_model: {Quoted(model)}\n");
        CardResult[] results = [.. card.HeldOut, .. card.Benches];
        if (results.Length > 0) page.Append(CultureInfo.InvariantCulture, $"model-index:\n- name: {Quoted(card.Name)}\n  results:\n");
        foreach (var result in results)
            page.Append(CultureInfo.InvariantCulture, $"""
              - task:
                  type: text-classification
                  name: Reward modelling
                dataset:
                  type: {Quoted(Slug(result.What))}
                  name: {Quoted(result.What)}
                metrics:
                - type: {Quoted(Slug(result.Metric))}
                  name: {Quoted(result.Metric)}
                  value: {(double.IsFinite(result.Value.Estimate) ? result.Value.Estimate.ToString("R", CultureInfo.InvariantCulture) : ".nan")}

            """);
        page.Append("---\n");
    }

    private static void Results(StringBuilder page, string title, string? words, IReadOnlyList<CardResult> results)
    {
        if (results.Count == 0) return;
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{(words is null ? "" : words + "\n\n")}| what | metric | this reward | {string.Join(" | ", Rules(results).Append("samples").Append("verdict"))} |\n");
        page.Append('|').Insert(page.Length, "---|", 5 + Rules(results).Count()).Append('\n');
        foreach (var result in results)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {Cell(result.What)} | {Cell(result.Metric)} | {Number(result.Value)} |");
            foreach (var rule in Rules(results)) page.Append(CultureInfo.InvariantCulture, $" {(result.Baselines.FirstOrDefault(b => b.Name == rule) is { } baseline ? Number(baseline.Value) : "")} |");
            page.Append(CultureInfo.InvariantCulture, $" {result.Samples} | {Cell(result.Verdict ?? "")} |\n");
        }
    }

    private static IEnumerable<string> Rules(IReadOnlyList<CardResult> results) => results.SelectMany(result => result.Baselines.Select(b => b.Name)).Distinct();

    private static void Exploits(StringBuilder page, RewardCard card)
    {
        page.Append("\n## Known exploits\n\n");
        if (card.KnownExploits.Count == 0) page.Append(card.Probes.Count == 0 ? "None was looked for: `goodhart reward probe` does.\n" : "The probes above found none; others may exist.\n");
        foreach (var exploit in card.KnownExploits)
            page.Append(CultureInfo.InvariantCulture, $"- {Plain(exploit.What)}: {exploit.Gain:+0.00;-0.00} standard deviations{(exploit.Example is { } example ? $", as in “{Plain(Short(example))}”" : "")}\n");
    }

    private static void Data(StringBuilder page, CardData data)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## Data\n\n{(data.Format is { } format ? $"Format: {Plain(format)}. " : "")}{string.Join(", ", data.Counts.Select(count => $"{count.Value:N0} {count.Key}"))}.\n\n");
        foreach (var file in data.Files) page.Append(CultureInfo.InvariantCulture, $"- `{Plain(file.Name)}`, {file.Bytes:N0} bytes, SHA-256 `{file.Sha256}`\n");
    }

    private static void Options(StringBuilder page, RewardCard card)
    {
        page.Append("\n## How it was made\n\n| option | value |\n|---|---|\n");
        foreach (var (name, value) in card.Options) page.Append(CultureInfo.InvariantCulture, $"| {Cell(name)} | {Cell(value)} |\n");
        page.Append(CultureInfo.InvariantCulture, $"| seeds | {string.Join(", ", card.Seeds)} |\n");
        if (card.Library is { } library) page.Append(CultureInfo.InvariantCulture, $"| goodhart | {Cell(library)} |\n");
        page.Append(CultureInfo.InvariantCulture, $"\nLineage: `{card.Lineage}`{(card.Parents.Count > 0 ? $" from {string.Join(", ", card.Parents.Select(parent => $"`{parent}`"))}" : "")}\n");
    }

    private static string Number(Interval value) => value.IsExact ? $"{value.Estimate:F3}" : $"{value.Estimate:F3} [{value.Low:F3}, {value.High:F3}]";

    private static string Short(string text) => text.Length <= 120 ? text : text[..120] + "…";

    private static string Cell(string text) => Plain(text).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>One line without what Markdown or a browser would take for its own.</summary>
    private static string Plain(string text) => text.ReplaceLineEndings(" ").Replace("`", "'", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Slug(string text) => string.Join('-', text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A YAML text in double quotes, whose escapes are JSON's.</summary>
    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, Runs.RunRecord.Json);
}
