using HcsGrid.Plates;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace HcsGrid.Inference;

/// <summary>
/// An ONNX model, loaded and checked against its card.
/// </summary>
/// <remarks>
/// Loading checks the file's SHA-256 and every name, type and shape of the card against the file, so that a wrong card
/// fails here and not in the middle of a run. One session serves any number of runners at the same time.
/// </remarks>
public sealed class OnnxModel : ITileModel
{
    private readonly InferenceSession _session;

    private OnnxModel(ModelCard card, InferenceSession session)
    {
        Card = card;
        _session = session;
    }

    public ModelCard Card { get; }

    /// <summary>Loads the model of a folder.</summary>
    /// <exception cref="ScreenDataException">The model is missing, damaged, or another one than the card
    /// describes.</exception>
    public static OnnxModel Load(ModelFolder folder, OnnxModelOptions options)
    {
        options.Validate();
        var onnx = folder.ReadOnnx();
        using var sessionOptions = SessionOptionsFor(options);
        InferenceSession session;
        try
        {
            session = new InferenceSession(onnx, sessionOptions);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ScreenDataException(
                $"ONNX Runtime cannot load the model: {error.Message}", new Place { Blob = folder.OnnxPath }, error);
        }

        try
        {
            CheckAgainstCard(session, folder);
            return new OnnxModel(folder.Card, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ITileRunner CreateRunner()
    {
        _ = Card.RequireTileOutputLength();
        return new OnnxRunner(_session, Card, Card.TileOutputs);
    }

    /// <summary>Makes a runner for any output of the card.</summary>
    public OnnxRunner CreateRunner(ModelOutput output) => new(_session, Card, [output]);

    public void Dispose() => _session.Dispose();

    private static SessionOptions SessionOptionsFor(OnnxModelOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.ThreadsPerRun,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (options.Device == InferenceDevice.Cuda)
            CudaProvider.AppendTo(session);
        return session;
    }

    private static void CheckAgainstCard(InferenceSession session, ModelFolder folder)
    {
        var card = folder.Card;
        var input = card.Input;
        Compare(
            "input", input.Name, session.InputMetadata,
            [card.BatchSize, input.Channels.PlaneCount, input.HeightPixels, input.WidthPixels]);
        if (session.InputMetadata.Count > 1)
        {
            throw Wrong(
                $"it has {session.InputMetadata.Count} inputs ({string.Join(", ", session.InputMetadata.Keys)}), " +
                "a card describes one");
        }

        foreach (var output in card.Outputs)
            Compare("output", output.Name, session.OutputMetadata, [card.BatchSize, .. output.Shape]);

        void Compare(string what, string name, IReadOnlyDictionary<string, NodeMetadata> found,
            IReadOnlyList<int> expected)
        {
            if (!found.TryGetValue(name, out var node))
                throw Wrong($"it has no {what} '{name}', only {string.Join(", ", found.Keys)}");
            if (!node.IsTensor || node.ElementDataType != TensorElementType.Float)
                throw Wrong($"its {what} '{name}' is {node.ElementDataType}, expected float32");
            var fits = node.Dimensions.Length == expected.Count &&
                node.Dimensions.Zip(expected).All(d => d.First < 0 || d.First == d.Second);
            if (!fits)
            {
                throw Wrong(
                    $"its {what} '{name}' has the shape ({string.Join(", ", node.Dimensions)}; -1 is any), " +
                    $"the card says ({string.Join(", ", expected)})");
            }
        }

        ScreenDataException Wrong(string reason) =>
            new($"The model does not fit its card: {reason}", new Place { Blob = folder.OnnxPath });
    }
}
