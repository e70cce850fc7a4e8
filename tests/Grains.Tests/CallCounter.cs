using System.Collections.Concurrent;
using HcsGrid.Inference.Tests;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// Counts the calls that grains make, by the interface that is called, and notes which jobs have said what they need.
/// </summary>
internal sealed class CallCounter : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<Type, int> _counts = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _claims = [];

    public int CountOf<TGrain>() => _counts.GetValueOrDefault(typeof(TGrain));

    /// <summary>Waits until a job has said that it needs slots and was answered.</summary>
    public Task ClaimOfAsync(string job) => ClaimOf(job).Task.WaitAsync(FakeModel.Patience);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType is { } type)
            _counts.AddOrUpdate(type, 1, (_, count) => count + 1);
        // A request loses its arguments when it is answered.
        var argument = context.Request.GetArgumentCount() == 1 ? context.Request.GetArgument(0) : null;
        await context.Invoke();
        if (argument is JobClaim { Demand: > 0 } claim)
            ClaimOf(claim.Job).TrySetResult();
    }

    private TaskCompletionSource ClaimOf(string job) =>
        _claims.GetOrAdd(job, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
