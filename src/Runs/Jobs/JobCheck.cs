using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Checks a value of a job and names it where it is out of bounds.
/// </summary>
internal static class JobCheck
{
    /// <exception cref="ScreenDataException">The condition does not hold.</exception>
    public static void That(bool holds, string key, string reason)
    {
        if (!holds)
            throw new ScreenDataException($"The job is not valid: {key} {reason}", new Place { Key = key });
    }

    /// <summary>That a value cannot be used, for a reason that its own type gives.</summary>
    public static ScreenDataException Wrong(string key, Exception error) => new(
        $"The job is not valid: {key}: {ScreenDataException.ReasonOf(error)}", new Place { Key = key }, error);
}
