namespace Goodhart.Models;

/// <summary>Whether a tokenizer and a model belong together.</summary>
public static class VocabularyCheck
{
    /// <param name="tokenizer">Makes the ids.</param>
    /// <param name="embeddings">Rows of the model's embedding (config.json's vocab_size); more than the tokenizer's tokens are padding.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tokenizer has ids beyond the embedding.</exception>
    public static void Fits(TextTokenizer tokenizer, int embeddings, string model = "the model")
    {
        if (tokenizer.VocabularySize > embeddings)
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, but {model} embeds {embeddings}: token {embeddings}, '{tokenizer.Token(embeddings)}', is beyond it. Use the tokenizer of the model's folder.");
    }
}
