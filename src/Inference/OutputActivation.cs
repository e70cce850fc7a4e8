namespace HcsGrid.Inference;

/// <summary>
/// What turns an output of a model into what it means.
/// </summary>
public enum OutputActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>1 / (1 + e^−x): logits become probabilities.</summary>
    Sigmoid,
}
