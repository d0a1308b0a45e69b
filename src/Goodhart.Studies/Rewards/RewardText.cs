using Goodhart.Models;

namespace Goodhart.Studies.Rewards;

/// <summary>How a reward model reads text: a template and a tokenizer that cut what is too long.</summary>
/// <param name="Encode">An answer with its prompt as tokens, read at the last one.</param>
/// <param name="Vocabulary">Tokens it may give.</param>
/// <param name="PadId">Token that fills batches and never ends a text.</param>
/// <param name="Save">Writes the tokenizer's files into a model's folder.</param>
/// <param name="Shortened">Texts so far whose oldest turns were dropped.</param>
public sealed record RewardText(Func<Exchange, Encoded> Encode, int Vocabulary, int PadId, Action<string> Save, Func<int> Shortened);
