namespace HcsGrid.Inference.Adding;

/// <summary>
/// Which planes of the tile an input takes, as somebody says.
/// </summary>
/// <param name="Name">The input's name in the ONNX file.</param>
/// <param name="Planes">Indexes of the tile's planes, in the input's order.</param>
public sealed record InputChoice(string Name, IReadOnlyList<int> Planes);
