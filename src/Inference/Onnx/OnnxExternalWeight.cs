namespace HcsGrid.Inference.Onnx;

/// <summary>
/// A weight of an ONNX file whose numbers lie in another file.
/// </summary>
/// <param name="Name">The weight's name.</param>
/// <param name="Location">The other file, as the model names it; not checked.</param>
/// <param name="Offset">Where its numbers begin, in bytes.</param>
/// <param name="Length">How many bytes; null where the model does not say.</param>
/// <param name="ByteCount">How many its shape and type need; −1 where it has no fixed size.</param>
/// <param name="IsOfGraph">True for a weight of the graph itself, false for one within an operator.</param>
public sealed record OnnxExternalWeight(
    string Name, string Location, long Offset, long? Length, long ByteCount, bool IsOfGraph);
