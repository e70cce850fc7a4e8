namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// Small ONNX files of the kinds that people bring, whose numbers a test can work out.
/// </summary>
internal static class SmallModels
{
    /// <summary>
    /// The mean of each plane: an embedding of as many numbers as there are planes. Any size of tile where none is
    /// given.
    /// </summary>
    public static OnnxBuilder PlaneMeans(int planes, object? size = null, object? tiles = null) => new OnnxBuilder()
        .Input("image", OnnxBuilder.Float32, tiles ?? "tiles", planes, size ?? "height", size ?? "width")
        .Output("features", OnnxBuilder.Float32, tiles ?? "tiles", planes)
        .Node("GlobalAveragePool", "image", "pooled")
        .Node("Flatten", "pooled", "features");

    /// <summary>The same as Keras writes it: planes last, the shape of the output not told.</summary>
    public static OnnxBuilder PlaneMeansOfKeras(int planes, int size) => new OnnxBuilder()
        .Input("input_1", OnnxBuilder.Float32, "unk__1", size, size, planes)
        .Output("dense", OnnxBuilder.Float32, "unk__2", "unk__3")
        .Node("Transpose", "input_1", "planes_first", attributes: ("perm", new long[] { 0, 3, 1, 2 }))
        .Node("GlobalAveragePool", "planes_first", "pooled")
        .Node("Flatten", "pooled", "dense");

    /// <summary>An encoder with weights: convolution, ReLU, the mean of each of four maps.</summary>
    public static OnnxBuilder Encoder(int planes, int size)
    {
        var random = new Random(5);
        var weights = Enumerable.Range(0, 4 * planes * 9).Select(_ => random.NextSingle() - 0.4f).ToArray();
        return new OnnxBuilder()
            .Input("image", OnnxBuilder.Float32, "tiles", planes, size, size)
            .Output("features", OnnxBuilder.Float32, "tiles", 4)
            .Weight("weights", [4, planes, 3, 3], weights)
            .Node("Conv", "image weights", "convolved", attributes: ("pads", new long[] { 1, 1, 1, 1 }))
            .Node("Relu", "convolved", "bent")
            .Node("GlobalAveragePool", "bent", "pooled")
            .Node("Flatten", "pooled", "features");
    }

    /// <summary>As cytoself's: a protein's picture and the nucleus's, two inputs; the means of both, and of their
    /// product.</summary>
    public static OnnxBuilder TwoInputs(int size) => new OnnxBuilder()
        .Input("protein", OnnxBuilder.Float32, "tiles", 1, size, size)
        .Input("nucleus", OnnxBuilder.Float32, "tiles", 1, size, size)
        .Output("features", OnnxBuilder.Float32, "tiles", 3)
        .Node("Mul", "protein nucleus", "both")
        .Node("Concat", "protein nucleus both", "planes", attributes: ("axis", 1))
        .Node("GlobalAveragePool", "planes", "pooled")
        .Node("Flatten", "pooled", "features");

    /// <summary>A segmentation: logits over the tile, four times the pixel minus one.</summary>
    public static OnnxBuilder Segmentation(int size) => new OnnxBuilder()
        .Input("image", OnnxBuilder.Float32, "tiles", 1, size, size)
        .Output("logits", OnnxBuilder.Float32, "tiles", 1, size, size)
        .Weight("four", [1], 4f)
        .Weight("one", [1], 1f)
        .Node("Mul", "image four", "more")
        .Node("Sub", "more one", "logits");
}
