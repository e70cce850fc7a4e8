using System.IO.Enumeration;
using HcsGrid.Plates;

namespace HcsGrid.Storage;

/// <summary>
/// Lists the files below a folder in ordinal order of their keys.
/// </summary>
/// <remarks>
/// A folder sorts as its name and a slash (<c>a-b</c> comes before <c>a/b</c>), so walking the folders gives the order
/// of whole keys while only the names of one folder per level are in memory.
/// </remarks>
internal sealed class FolderListing(ConfinedFolder folder, int maxFolderEntryCount)
{
    public IEnumerable<BlobInfo> List(string prefix)
    {
        var slash = prefix.LastIndexOf('/');
        var start = slash < 0 ? folder.Root : folder.PathOf(new BlobKey(prefix[..slash]));
        if (!Directory.Exists(start))
            yield break;
        var levels = new Stack<Level>();
        levels.Push(Enter(prefix[..(slash + 1)], start, ConfinedFolder.RealPathOf(start), prefix[(slash + 1)..]));
        while (levels.TryPeek(out var level))
        {
            if (level.TakeNext() is not { } entry)
            {
                levels.Pop();
                continue;
            }

            var key = new BlobKey(level.KeyPrefix + entry.Name);
            var path = Path.Join(level.Path, entry.Name);
            if (entry.IsLink)
                folder.PathOf(key);
            RefuseUnlessNamed(key, path);
            if (entry.IsFolder)
            {
                var real = entry.IsLink ? ConfinedFolder.RealPathOf(path) : Path.Join(level.RealPath, entry.Name);
                if (levels.Any(l => string.Equals(l.RealPath, real, StringComparison.Ordinal)))
                    throw Refuse(key.Text, "a link leads back to a folder above it, so the listing would never end");
                levels.Push(Enter($"{key}/", path, real, ""));
            }
            else if (ConfinedFolder.LengthOfFile(path) is { } length)
            {
                yield return new BlobInfo(key, length);
            }
        }
    }

    private Level Enter(string keyPrefix, string path, string? realPath, string namePrefix)
    {
        var entries = new List<Entry>();
        try
        {
            foreach (var entry in EntriesOf(path))
            {
                if (keyPrefix.Length == 0 && ConfinedFolder.IsTempFolder(entry.Name))
                    continue;
                if (!entry.Name.StartsWith(namePrefix, StringComparison.Ordinal))
                    continue;
                if (entries.Count == maxFolderEntryCount)
                {
                    throw Refuse(
                        keyPrefix,
                        $"the folder has more than {maxFolderEntryCount} entries, the most that a listing holds " +
                        $"({nameof(FolderBlobStoreOptions)}.{nameof(FolderBlobStoreOptions.MaxFolderEntryCount)})");
                }

                entries.Add(entry);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Deleted since its name was read: nothing that is still there is left out.
            entries.Clear();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException(
                $"the folder {path} cannot be listed: {error.Message}", new Place { Blob = keyPrefix }, error);
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.SortName, b.SortName));
        return new Level(keyPrefix, path, realPath, entries);
    }

    private static FileSystemEnumerable<Entry> EntriesOf(string path) => new(
        path,
        (ref FileSystemEntry e) => new Entry(
            e.FileName.ToString(), e.IsDirectory, (e.Attributes & FileAttributes.ReparsePoint) != 0),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });

    private void RefuseUnlessNamed(BlobKey key, string path)
    {
        // Bytes that are not UTF-8 are shown as the replacement character: the name that is shown then names nothing.
        if (key.Text.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(path))
            throw Refuse(key.Text, "the file's name is not UTF-8, so no key can name it");
    }

    private ScreenDataException Refuse(string key, string reason) =>
        new($"{folder.Root} cannot be listed: {reason}", new Place { Blob = key });

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink)
    {
        public string SortName { get; } = IsFolder ? Name + "/" : Name;
    }

    private sealed class Level(string keyPrefix, string path, string? realPath, List<Entry> entries)
    {
        private int _nextIndex;

        public string KeyPrefix { get; } = keyPrefix;

        public string Path { get; } = path;

        public string? RealPath { get; } = realPath;

        public Entry? TakeNext() => _nextIndex < entries.Count ? entries[_nextIndex++] : null;
    }
}
