namespace HcsGrid.Storage.Azure;

/// <summary>
/// Brings keys that arrive in the order of their UTF-8 bytes into ordinal order, which is that of UTF-16.
/// </summary>
/// <remarks>
/// The two orders differ only where one key has a character of two UTF-16 units and another, at the same place after
/// the same beginning, one from U+E000 to U+FFFF. So keys from the first such character on, after the same beginning,
/// are held back until another beginning comes, and sorted. Keys that arrive in UTF-16's order pass unchanged.
/// </remarks>
internal sealed class OrdinalOrder(int maxHeldKeyCount)
{
    private readonly List<BlobInfo> _held = [];
    private string _beginning = "";
    private BlobKey _last;

    /// <summary>Takes the next key; gives those whose order is settled by it.</summary>
    /// <exception cref="InvalidOperationException">Too many keys are held back, or they arrive in no order.</exception>
    public IReadOnlyList<BlobInfo> Add(BlobInfo blob)
    {
        var text = blob.Key.Text;
        if (_held.Count > 0 && Continues(text))
        {
            if (_held.Count == maxHeldKeyCount)
            {
                throw new InvalidOperationException(
                    $"more than {maxHeldKeyCount} keys begin with '{_beginning}' and a character from U+D800 on, the " +
                    $"most that a listing brings into order ({nameof(AzureBlobStoreOptions.MaxHeldKeyCount)})");
            }

            _held.Add(blob);
            return [];
        }

        var ready = End();
        var high = text.AsSpan().IndexOfAnyInRange('\uD800', '\uFFFF');
        if (high < 0)
            return [.. ready, Checked(blob)];
        _beginning = text[..high];
        _held.Add(blob);
        return ready;
    }

    /// <summary>Gives what is held back.</summary>
    /// <exception cref="InvalidOperationException">The keys arrived in no order.</exception>
    public IReadOnlyList<BlobInfo> End()
    {
        if (_held.Count == 0)
            return [];
        _held.Sort((a, b) => a.Key.CompareTo(b.Key));
        BlobInfo[] ready = [.. _held.Select(Checked)];
        _held.Clear();
        return ready;
    }

    private bool Continues(string text) =>
        text.Length > _beginning.Length && text.StartsWith(_beginning, StringComparison.Ordinal) &&
        text[_beginning.Length] >= '\uD800';

    private BlobInfo Checked(BlobInfo blob)
    {
        if (_last.Text.Length > 0 && blob.Key <= _last)
            throw new InvalidOperationException($"the key '{blob.Key}' was listed after '{_last}'");
        _last = blob.Key;
        return blob;
    }
}
