namespace HcsGrid.Grains;

/// <summary>
/// Keeps what was made lately at hand: at most a given number, those used last. What is being made is made once for all
/// who ask.
/// </summary>
/// <remarks>What failed is not kept: who asks next makes it again. Safe to use from any thread.</remarks>
internal sealed class RecentTasks<TKey, TValue>(int maxCount)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Task<TValue> Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, Task<TValue> Value)> _byUse = [];

    public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var found))
            {
                _byUse.Remove(found);
                if (!found.Value.Value.IsFaulted && !found.Value.Value.IsCanceled)
                {
                    _byUse.AddFirst(found);
                    return found.Value.Value;
                }
            }

            var task = Task.Run(make);
            _byKey[key] = _byUse.AddFirst((key, task));
            if (_byKey.Count > maxCount)
            {
                _byKey.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            return task;
        }
    }
}
