using System.Collections.Concurrent;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// Counts the calls that grains make, by the interface that is called.
/// </summary>
internal sealed class CallCounter : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<Type, int> _counts = [];

    public int CountOf<TGrain>() => _counts.GetValueOrDefault(typeof(TGrain));

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType is { } type)
            _counts.AddOrUpdate(type, 1, (_, count) => count + 1);
        return context.Invoke();
    }
}
