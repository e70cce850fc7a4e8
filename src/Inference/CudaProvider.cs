using System.Runtime.InteropServices;
using HcsGrid.Plates;
using Microsoft.ML.OnnxRuntime;

namespace HcsGrid.Inference;

/// <summary>
/// ONNX Runtime's CUDA provider, where its library lies beside the program (docs/decisions/0002).
/// </summary>
public static class CudaProvider
{
    private const string RegistrationName = "HcsGridCuda";
    private static readonly Lock Gate = new();
    private static bool _registered;

    private static string LibraryName => OperatingSystem.IsWindows()
        ? "onnxruntime_providers_cuda.dll"
        : "libonnxruntime_providers_cuda.so";

    /// <summary>Where the provider's library would be.</summary>
    public static string LibraryPath => Path.Combine(AppContext.BaseDirectory, LibraryName);

    /// <summary>True where the provider's library is there; a GPU may still be missing.</summary>
    public static bool IsFetched => File.Exists(LibraryPath);

    /// <summary>Demands a device, before any model is looked at.</summary>
    /// <exception cref="ScreenDataException">CUDA is asked for, and the provider or a device is missing.</exception>
    public static void Require(InferenceDevice device)
    {
        if (device != InferenceDevice.Cuda)
            return;
        using var session = new SessionOptions();
        AppendTo(session);
    }

    /// <summary>Makes a session run on the first CUDA device.</summary>
    /// <exception cref="ScreenDataException">The provider or a device is missing; there is no silent way back to the
    /// CPU.</exception>
    internal static void AppendTo(SessionOptions session)
    {
        if (!IsFetched)
        {
            throw new ScreenDataException(
                $"CUDA was asked for, but {LibraryPath} is not there: build with -p:WithCuda=true (needs an NVIDIA " +
                $"GPU on linux-x64; this is {RuntimeInformation.RuntimeIdentifier}), or ask for the CPU",
                Place.Unknown);
        }

        try
        {
            lock (Gate)
            {
                if (!_registered)
                    OrtEnv.Instance().RegisterExecutionProviderLibrary(RegistrationName, LibraryPath);
                _registered = true;
            }

            var devices = OrtEnv.Instance().GetEpDevices()
                .Where(d => d.EpName.Contains("CUDA", StringComparison.OrdinalIgnoreCase)).Take(1).ToArray();
            if (devices.Length == 0)
                throw new ScreenDataException("CUDA was asked for, but ONNX Runtime sees no CUDA device",
                    Place.Unknown);
            session.AppendExecutionProvider(OrtEnv.Instance(), devices, new Dictionary<string, string>());
        }
        catch (OnnxRuntimeException error)
        {
            throw new ScreenDataException($"CUDA was asked for, but its provider fails: {error.Message}",
                Place.Unknown, error);
        }
    }
}
