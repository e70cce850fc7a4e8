using HcsGrid.Plates;

namespace HcsGrid.Inference.Onnx;

/// <summary>
/// Tells of an ONNX file what HcsGrid cannot run, why, and what to do.
/// </summary>
internal static class OnnxFileCheck
{
    /// <summary>Operator sets that ONNX Runtime has itself.</summary>
    private static readonly string[] KnownDomains = ["", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"];

    /// <summary>Refuses weights in other files: the card's SHA-256 says nothing of these, and they may lie
    /// anywhere.</summary>
    /// <exception cref="ScreenDataException">There are some.</exception>
    public static void RequireOneFile(OnnxFile file, string path)
    {
        if (file.ExternalWeights is [var first, ..])
        {
            throw new ScreenDataException(
                $"The model keeps {file.ExternalWeights.Count} weights in other files ('{first.Name}' in " +
                $"'{first.Location}'), expected one file: 'hcsgrid models add FILE' puts them into it",
                new Place { Blob = path });
        }
    }

    /// <summary>Refuses operators that nobody defines, inputs and outputs that cannot be described.</summary>
    /// <exception cref="ScreenDataException">There are some; the message names them all.</exception>
    public static void RequireUsable(OnnxFile file, string path)
    {
        var place = new Place { Blob = path };
        var unknown = file.Operators
            .Where(o => !KnownDomains.Contains(o.Domain) && !file.Functions.Contains(o)).ToArray();
        if (unknown.Length > 0)
        {
            throw Wrong(
                $"it uses operators that are not ONNX's own: {string.Join(", ", unknown)}. Export it with standard " +
                "operators only (in PyTorch without custom_opsets or ATen fallback; in TensorFlow without custom ops)");
        }

        if (file.Inputs.Count == 0)
            throw Wrong("it has no input: its tiles are built in. Export it with the image as an input");
        if (file.Outputs.Count == 0)
            throw Wrong("it has no output");
        foreach (var input in file.Inputs)
        {
            if (input.ElementType != OnnxValue.Float32)
                throw Wrong($"its input '{input.Name}' is {input.ElementType}, expected float32. {RemedyOf(input)}");
            if (input.Shape is null)
                throw Wrong($"its input '{input.Name}' tells no shape. Export it with shapes (four sizes)");
            if (input.Shape.Count != 4)
                throw Wrong($"its input '{input.Name}' has the shape {input.ShapeText}, expected four sizes: " +
                    $"tiles, planes, height, width. {ShapeRemedyOf(input)}");
        }

        ScreenDataException Wrong(string reason) => new($"The model cannot be used: {reason}", place);
    }

    /// <summary>What to do about a file that ONNX Runtime does not load; may be empty.</summary>
    public static string HintOf(OnnxFile file, string error)
    {
        var opsets = file.Opsets.Select(o => $"opset {o.Value}{(o.Key.Length > 0 ? $" of {o.Key}" : "")}");
        var uses =
            $" (the file: IR version {file.IrVersion}, {string.Join(", ", opsets)}" +
            $"{(file.Producer.Length > 0 ? $", by {file.Producer}" : "")})";
        return
            error.Contains("IR version", StringComparison.OrdinalIgnoreCase) ||
            error.Contains("opset", StringComparison.OrdinalIgnoreCase)
            ? $". It was written for a newer or older ONNX: export it again with opset 17{uses}"
            : error.Contains("registered", StringComparison.OrdinalIgnoreCase) ||
              error.Contains("implementation", StringComparison.OrdinalIgnoreCase)
            ? $". It has an operator that ONNX Runtime lacks: export it with standard operators and opset 17{uses}"
            : uses;
    }

    private static string RemedyOf(OnnxValue input) => input.ElementType switch
    {
        "uint8" or "int8" or "uint16" or "int16" or "int32" or "int64" =>
            "Put a cast before its first layer and export it again: HcsGrid gives float32, and --scaling 0,255 " +
            "gives the numbers that such a model wants",
        "float16" or "bfloat16" or "float64" =>
            "Export it in float32, or with a cast at the input (in onnxconverter-common: keep_io_types=True)",
        _ => "Only pictures can be given: planes of a tile",
    };

    private static string ShapeRemedyOf(OnnxValue input) => input.Shape!.Count switch
    {
        3 => "Export it with one more size: tiles, or a plane for grey pictures (in PyTorch x.unsqueeze(1))",
        5 => "A model of volumes or films takes no tiles",
        _ => "Only pictures can be given: planes of a tile",
    };
}
