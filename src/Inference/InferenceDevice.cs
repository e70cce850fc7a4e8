namespace HcsGrid.Inference;

/// <summary>
/// Where a model runs.
/// </summary>
public enum InferenceDevice
{
    Cpu,

    /// <summary>An NVIDIA GPU through ONNX Runtime's CUDA provider, where it was fetched; never chosen by
    /// itself.</summary>
    Cuda,
}
