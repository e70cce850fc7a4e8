namespace HcsGrid.Web;

/// <summary>
/// One of the things that a host needs before it can take requests; any number may be registered.
/// </summary>
public interface IReadinessCheck
{
    /// <summary>What is checked, such as <c>store</c>.</summary>
    string Name { get; }

    /// <summary>Looks whether it is ready.</summary>
    /// <returns>Why it is not; null where it is.</returns>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}
