namespace HcsGrid.Client;

/// <summary>
/// Says that a server cannot be reached, or failed.
/// </summary>
public sealed class ServerException(string message, Exception? innerException = null)
    : Exception(message, innerException);
