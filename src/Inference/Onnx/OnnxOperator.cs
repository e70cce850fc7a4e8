namespace HcsGrid.Inference.Onnx;

/// <summary>
/// A kind of operator of an ONNX graph.
/// </summary>
/// <param name="Domain">Who defines it; empty for ONNX itself.</param>
/// <param name="Type">Its type, such as <c>Conv</c>.</param>
public readonly record struct OnnxOperator(string Domain, string Type)
{
    public override string ToString() => Domain.Length == 0 ? Type : $"{Domain}.{Type}";
}
