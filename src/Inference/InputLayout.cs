namespace HcsGrid.Inference;

/// <summary>
/// Where the planes of a tile stand in a model's input.
/// </summary>
public enum InputLayout
{
    /// <summary>(tiles, planes, height, width), as PyTorch has it.</summary>
    PlanesFirst,

    /// <summary>(tiles, height, width, planes), as Keras and TensorFlow have it.</summary>
    PlanesLast,
}
