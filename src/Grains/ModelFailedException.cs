namespace HcsGrid.Grains;

/// <summary>
/// Says that a model failed in its silo, or cannot be had: not the tiles' fault, so the work is to be tried again.
/// </summary>
[GenerateSerializer]
[Alias("hcsgrid.model-failed")]
public sealed class ModelFailedException(string message, Exception? innerException = null)
    : Exception(message, innerException);
