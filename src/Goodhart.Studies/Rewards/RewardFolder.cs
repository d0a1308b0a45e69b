using Goodhart.Audit.Cards;
using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>A reward's folder: one model as transformers' AutoModelForSequenceClassification lays it out, or <c>member-1</c>, <c>member-2</c>, … of them, and the card.</summary>
public static class RewardFolder
{
    private const string Member = "member-";

    /// <summary>Whether a folder holds a reward.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, "config.json")) || Directory.Exists(Path.Combine(folder, Member + "1"));

    /// <summary>Folders of the models.</summary>
    public static IReadOnlyList<string> Members(string folder)
    {
        if (File.Exists(Path.Combine(folder, "config.json"))) return [folder];
        var members = Enumerable.Range(1, 1000).Select(i => Path.Combine(folder, FormattableString.Invariant($"{Member}{i}"))).TakeWhile(Directory.Exists).ToList();
        return members.Count > 0 ? members : throw new CheckpointException(Directory.Exists(folder) ? $"'{folder}' holds no reward: expected config.json, or {Member}1." : $"There is no folder '{folder}'.", folder);
    }

    /// <summary>The reward of a folder.</summary>
    /// <param name="folder">As <see cref="Save"/> writes it, or any sequence classifier of a known family with its tokenizer.</param>
    /// <param name="maxLength">Most tokens of a text; what it was trained with, or the model's context, when null.</param>
    /// <param name="batch">Texts scored at a time.</param>
    /// <exception cref="CheckpointException">There is no reward, or a file is malformed.</exception>
    public static TrainedReward Load(string folder, int? maxLength = null, int batch = 16)
    {
        var (places, members) = (Members(folder), new List<LanguageScorer>());
        try
        {
            foreach (var place in places) members.Add(LanguageScorer.Load(place));
            var text = RewardTexts.Load(places[0], maxLength ?? members[0].Config.MaxPositions);
            if (members[0].Config.VocabularySize < text.Vocabulary)
                throw new CheckpointException($"The tokenizer of '{places[0]}' gives {text.Vocabulary} tokens, the model beside it knows {members[0].Config.VocabularySize}: they do not belong together.", folder);
            if (members.Count > 1 || members[0].Config.PadId is null)
                foreach (var member in members) member.PadWith(text.PadId);
            return new(Path.GetFileName(Path.GetFullPath(folder)), text, members, batch);
        }
        catch
        {
            foreach (var member in members) member.Dispose();
            throw;
        }
    }

    /// <summary>Writes models, tokenizer and card.</summary>
    public static void Save(string folder, TrainedReward reward, IReadOnlyList<RewardStage> stages, RewardCard card)
    {
        var attributes = stages.OfType<RewardStage.Regress>().Select(stage => stage.Attributes).MaxBy(names => names.Count);
        for (var i = 0; i < reward.Members.Count; i++)
        {
            var place = reward.Members.Count == 1 ? folder : Path.Combine(folder, FormattableString.Invariant($"{Member}{i + 1}"));
            reward.Members[i].Save(place);
            if (attributes is not null) (LanguageConfig.Load(place) with { Labels = attributes, ProblemType = "regression" }).Save(place);
            reward.Text.Save(place);
        }

        card.Save(folder);
    }
}
