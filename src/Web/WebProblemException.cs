using HcsGrid.Plates;

namespace HcsGrid.Web;

/// <summary>
/// Ends a request with a problem.
/// </summary>
internal sealed class WebProblemException(int status, string detail, string? key = null) : Exception(detail)
{
    public ProblemDocument Problem { get; } =
        ProblemDocument.Of(status, detail, key is null ? null : new Place { Key = key });
}
