using HcsGrid.Plates;

namespace HcsGrid.Storage.Tests;

/// <summary>
/// Asserts that every member of a store that takes a key refuses it with a reason that names it.
/// </summary>
internal static class Refusals
{
    public static async Task ByEveryMemberAsync(IBlobStore store, BlobKey key, string reason)
    {
        Func<Task>[] calls =
        [
            () => store.FindAsync(key),
            () => store.ReadAsync(key, 10),
            () => store.ReadRangeAsync(key, 0, new byte[1]),
            () => store.OpenReadAsync(key),
            () => store.PutAsync(key, new byte[1]),
            () => store.PutIfAbsentAsync(key, new byte[1]),
            () => store.DeleteAsync(key),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<ScreenDataException>(call);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
            Assert.Equal(key.Text, error.Place.Blob);
        }
    }
}
