namespace HcsGrid.Inference.Onnx;

/// <summary>
/// An input or output of an ONNX graph, as the file tells it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">The type of its numbers, such as <c>float32</c>; what is no tensor says so.</param>
/// <param name="Shape">Its sizes, outermost first: a number, or −1 for one that the file leaves open; null where the
/// file tells no shape.</param>
/// <param name="Names">The names that the file gives to its sizes, as <c>batch</c>; empty where a size has
/// none.</param>
public sealed record OnnxValue(
    string Name, string ElementType, IReadOnlyList<long>? Shape, IReadOnlyList<string> Names)
{
    /// <summary>The element type of everything that a card describes.</summary>
    public const string Float32 = "float32";

    private static readonly string[] Types =
    [
        "undefined", Float32, "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16",
        "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ];

    private static readonly int[] Sizes = [0, 4, 1, 1, 2, 2, 4, 8, 0, 1, 2, 8, 4, 8, 8, 16, 2];

    /// <summary>The shape in words: <c>(batch, 3, 224, 224)</c>.</summary>
    public string ShapeText => Shape is null
        ? "(not told)"
        : $"({string.Join(", ", Shape.Select((s, i) => s >= 0 ? $"{s}" : Names[i].Length > 0 ? Names[i] : "any"))})";

    public override string ToString() => $"{Name} {ElementType} {ShapeText}";

    /// <summary>The name of ONNX's number of a type.</summary>
    internal static string TypeOf(ulong number) =>
        number < (ulong)Types.Length ? Types[number] : $"type {number}";

    /// <summary>Bytes of one number of ONNX's number of a type; 0 where it has no fixed size, or is not
    /// known.</summary>
    internal static int SizeOf(ulong number) => number < (ulong)Sizes.Length ? Sizes[number] : 0;
}
