namespace HcsGrid.Inference.Adding;

/// <summary>
/// A model that was added.
/// </summary>
/// <param name="Model">Where it is now, with its card.</param>
/// <param name="HasReplaced">True where one of its name was there.</param>
/// <param name="Guesses">What the card says and nobody told.</param>
/// <param name="Notes">What is no error, but worth knowing.</param>
public sealed record ModelAddition(
    ModelFolder Model, bool HasReplaced, IReadOnlyList<string> Guesses, IReadOnlyList<string> Notes);
