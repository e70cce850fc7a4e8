using HcsGrid.Plates;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace HcsGrid.Inference;

/// <summary>
/// Holds the names, types and shapes of a card against a loaded model.
/// </summary>
internal static class OnnxCardCheck
{
    /// <exception cref="ScreenDataException">The model is another one than the card describes.</exception>
    public static void Validate(InferenceSession session, ModelFolder folder)
    {
        var card = folder.Card;
        var place = new Place { Blob = folder.OnnxPath };
        var parts = card.Input.Parts;
        foreach (var part in parts)
            Compare("input", part.Name, session.InputMetadata, [card.BatchSize, .. card.Input.ShapeOf(part)], place);
        var unnamed = session.InputMetadata.Keys.Except(parts.Select(p => p.Name)).ToArray();
        if (unnamed.Length > 0)
        {
            throw Wrong(
                $"it has {session.InputMetadata.Count} inputs, and the card says nothing of " +
                $"{string.Join(", ", unnamed)} (input.others names further inputs, each with its planes of the tile)",
                place);
        }

        foreach (var output in card.Outputs)
            Compare("output", output.Name, session.OutputMetadata, [card.BatchSize, .. output.Shape], place);
    }

    private static void Compare(
        string what, string name, IReadOnlyDictionary<string, NodeMetadata> found, int[] expected, Place place)
    {
        if (!found.TryGetValue(name, out var node))
            throw Wrong($"it has no {what} '{name}', only {string.Join(", ", found.Keys)}", place);
        if (!node.IsTensor || node.ElementDataType != TensorElementType.Float)
            throw Wrong($"its {what} '{name}' is {node.ElementDataType}, expected float32", place);
        if (!Fits(node.Dimensions, expected))
        {
            throw Wrong(
                $"its {what} '{name}' has the shape ({string.Join(", ", node.Dimensions)}; -1 is any), " +
                $"the card says ({string.Join(", ", expected)}){LayoutHint(what, node.Dimensions, expected)}", place);
        }
    }

    private static bool Fits(int[] found, int[] expected) =>
        found.Length == expected.Length && found.Zip(expected).All(d => d.First < 0 || d.First == d.Second);

    private static string LayoutHint(string what, int[] found, int[] expected)
    {
        if (what != "input")
            return "";
        var (batch, a, b, c) = (expected[0], expected[1], expected[2], expected[3]);
        return Fits(found, [batch, c, a, b]) || Fits(found, [batch, b, c, a])
            ? ". The planes stand elsewhere: input.layout is planes-first for PyTorch, planes-last for Keras"
            : "";
    }

    private static ScreenDataException Wrong(string reason, Place place) =>
        new($"The model does not fit its card: {reason}", place);
}
