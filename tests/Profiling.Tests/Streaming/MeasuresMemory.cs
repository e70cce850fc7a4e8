namespace HcsGrid.Profiling.Tests.Streaming;

/// <summary>
/// Tests that measure the process's memory: they run alone, since what other tests hold would count.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuresMemory
{
    public const string Name = "Measures memory";
}
