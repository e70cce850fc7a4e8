using HcsGrid.Plates;

namespace HcsGrid.Inference.Onnx;

/// <summary>
/// What an ONNX file says of itself, read without running it.
/// </summary>
/// <remarks>The form is ONNX's <c>ModelProto</c> (onnx.proto). Weights are counted, not read.</remarks>
public sealed record OnnxFile
{
    /// <summary>The most bytes that a model may have: what one array of .NET and one protobuf message can
    /// hold.</summary>
    public const long MaxBytes = 2_000_000_000;

    /// <summary>Version of the file's form.</summary>
    public required long IrVersion { get; init; }

    /// <summary>The program that wrote it, with its version; may be empty.</summary>
    public required string Producer { get; init; }

    /// <summary>The operator sets that it uses: domain (empty for ONNX itself) and version.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>The inputs that a run must fill; weights that old files list among them are left out.</summary>
    public required IReadOnlyList<OnnxValue> Inputs { get; init; }

    public required IReadOnlyList<OnnxValue> Outputs { get; init; }

    /// <summary>The kinds of operators of the graph and the graphs within it, sorted, each once.</summary>
    public required IReadOnlyList<OnnxOperator> Operators { get; init; }

    /// <summary>The operators that the file itself defines.</summary>
    public required IReadOnlyList<OnnxOperator> Functions { get; init; }

    /// <summary>Numbers in all weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The weights whose numbers lie in files beside this one, in their order.</summary>
    public required IReadOnlyList<OnnxExternalWeight> ExternalWeights { get; init; }

    /// <summary>The version of ONNX's own operators; 0 where the file names none.</summary>
    public long Opset => Opsets.GetValueOrDefault("");

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScreenDataException">The file is missing, too large, or no ONNX model.</exception>
    public static OnnxFile Read(string path) => Parse(ReadBytes(path), path);

    /// <summary>Reads the bytes of a file that is not too large for a model.</summary>
    /// <exception cref="ScreenDataException">The file is missing or too large.</exception>
    internal static byte[] ReadBytes(string path)
    {
        var place = new Place { Blob = path };
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
            {
                throw new ScreenDataException(
                    $"The model has {length} bytes, expected at most {MaxBytes}: it cannot be one ONNX file", place);
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The model cannot be read: {error.Message}", place, error);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="ScreenDataException">They are no ONNX model.</exception>
    internal static OnnxFile Parse(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return new OnnxFileReader().Read(bytes);
        }
        catch (Exception error) when (error is InvalidDataException or OverflowException)
        {
            throw new ScreenDataException($"The file is no ONNX model: {error.Message}", new Place { Blob = path },
                error);
        }
    }
}
