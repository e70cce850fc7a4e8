using HcsGrid.Plates;

namespace HcsGrid.Storage;

/// <summary>
/// Turns keys into paths below one folder, and refuses every key that would leave it.
/// </summary>
/// <remarks>
/// Links are followed as far as they go before a path is handed out. What somebody who may write in the folder changes
/// between that look and the use is not guarded against.
/// </remarks>
internal sealed class ConfinedFolder(string root)
{
    /// <summary>The folder of files being written, inside the root; no key names it and no listing shows it.</summary>
    public const string TempFolderName = ".hcsgrid-tmp";

    // As many as Linux follows.
    private const int MaxLinkCount = 40;

    /// <summary>The root's full path, without a separator at its end.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The path of <see cref="TempFolderName"/>.</summary>
    public string TempFolder => Path.Join(Root, TempFolderName);

    /// <summary>The path of a key's file, whether or not it is there.</summary>
    /// <exception cref="ScreenDataException">The key leaves the root, or a link on its way is broken.</exception>
    public string PathOf(BlobKey key)
    {
        var text = key.Text;
        if (text.Length == 0)
            throw Refuse(key, "an empty key names no blob");
        if (IsTempFolder(text.AsSpan(0, SegmentEnd(text, 0))))
            throw Refuse(key, $"{TempFolderName} is the store's own folder");
        var path = Path.Join(Root, text.Replace('/', Path.DirectorySeparatorChar));
        if (!string.Equals(Path.GetFullPath(path), path, StringComparison.Ordinal))
            throw Refuse(key, "it names another file on this system");
        if (HasLink(path))
            RefuseUnlessInside(key, path);
        return path;
    }

    /// <summary>Whether a name in the root is <see cref="TempFolderName"/>, in any case of letters.</summary>
    public static bool IsTempFolder(ReadOnlySpan<char> name) =>
        name.Equals(TempFolderName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The length of the file at a path or at the end of a link there; null where there is none.</summary>
    public static long? LengthOfFile(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            file = RealPathOf(path) is { } real ? new FileInfo(real) : file;
        return file.Exists ? file.Length : null;
    }

    /// <summary>Follows every link of a full path; null where it ends nowhere or goes in circles.</summary>
    public static string? RealPathOf(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var pending = new Stack<string>();
        Push(pending, path[real.Length..]);
        var linkCount = 0;
        while (pending.TryPop(out var segment))
        {
            if (segment is "" or ".")
                continue;
            if (segment == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Join(real, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                if (!Path.Exists(next))
                    return null;
                real = next;
                continue;
            }

            if (++linkCount > MaxLinkCount)
                return null;
            var targetRoot = Path.GetPathRoot(target)!;
            if (targetRoot.Length > 0)
                real = targetRoot;
            Push(pending, target[targetRoot.Length..]);
        }

        return real;
    }

    private static void Push(Stack<string> pending, string path)
    {
        foreach (var segment in path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
            pending.Push(segment);
    }

    private static int SegmentEnd(string text, int start) =>
        text.IndexOf('/', start) is var slash && slash >= 0 ? slash : text.Length;

    private bool HasLink(string path)
    {
        var end = Root.Length;
        while (end < path.Length)
        {
            var separator = path.IndexOf(Path.DirectorySeparatorChar, end + 1);
            end = separator < 0 ? path.Length : separator;
            if (new FileInfo(path[..end]).LinkTarget is not null)
                return true;
        }

        return false;
    }

    private void RefuseUnlessInside(BlobKey key, string path)
    {
        // The file itself, or folders on the way to it, need not be there; the last thing that is decides.
        var existing = path;
        while (new FileInfo(existing) is { LinkTarget: null } && !Path.Exists(existing))
            existing = Path.GetDirectoryName(existing)!;
        var realRoot = RealPathOf(Root);
        if (realRoot is null || RealPathOf(existing) is not { } real)
            throw Refuse(key, "a link on its way leads nowhere");
        if (!IsInside(real, realRoot))
            throw Refuse(key, "a link on its way leaves the store");
        if (IsInside(real, Path.Join(realRoot, TempFolderName)))
            throw Refuse(key, $"a link on its way leads to {TempFolderName}, the store's own folder");
    }

    /// <summary>Whether a path is a folder or lies below it; both without links.</summary>
    public static bool IsInside(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) &&
        (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) ||
         path[folder.Length] == Path.DirectorySeparatorChar);

    private ScreenDataException Refuse(BlobKey key, string reason) =>
        new($"the key '{key}' is refused in {Root}: {reason}", new Place { Blob = key.Text });
}
