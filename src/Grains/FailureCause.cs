using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Sorts what went wrong, for the metrics.
/// </summary>
internal static class FailureCause
{
    public static string Of(Exception error) => error switch
    {
        ScreenDataException => "data",
        BlobStoreException or BlobNotFoundException or IOException => "store",
        ModelFailedException => "model",
        OrleansException or TimeoutException => "silo",
        _ => "other",
    };
}
