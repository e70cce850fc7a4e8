namespace HcsGrid.Grains.Tests;

/// <summary>
/// Writes what silos warn of into the test's output.
/// </summary>
internal sealed class TestLog(ITestOutputHelper? output) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        try
        {
            output?.WriteLine($"{formatter(state, exception)} {exception}");
        }
        catch (InvalidOperationException)
        {
            // The test has ended; its silos are ending.
        }
    }

    public void Dispose()
    {
    }
}
