using HcsGrid.Inference.Onnx;
using HcsGrid.Plates;
using Microsoft.ML.OnnxRuntime;

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
        var file = OnnxFile.Parse(onnx, folder.OnnxPath);
        OnnxFileCheck.RequireOneFile(file, folder.OnnxPath);
        using var sessionOptions = SessionOptionsFor(options);
        InferenceSession session;
        try
        {
            session = new InferenceSession(onnx, sessionOptions);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ScreenDataException(
                $"ONNX Runtime cannot load the model: {error.Message}{OnnxFileCheck.HintOf(file, error.Message)}",
                new Place { Blob = folder.OnnxPath }, error);
        }

        try
        {
            OnnxCardCheck.Validate(session, folder);
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

    /// <summary>
    /// Runs the model on empty tiles and tells the shapes of outputs, the tiles' dimension included: the file need not
    /// tell them.
    /// </summary>
    /// <exception cref="ScreenDataException">ONNX Runtime could not run the model.</exception>
    internal IReadOnlyList<long[]> ShapesOf(IReadOnlyList<string> outputNames)
    {
        using var feed = new InputFeed(Card);
        using var runOptions = new RunOptions();
        feed.Fill();
        try
        {
            using var values = _session.Run(runOptions, feed.Names, feed.Values, outputNames);
            return [.. values.Select(v => v.IsTensor ? v.GetTensorTypeAndShape().Shape : [])];
        }
        catch (OnnxRuntimeException error)
        {
            throw new ScreenDataException($"ONNX Runtime cannot run the model: {error.Message}", Place.Unknown, error);
        }
    }

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
}
