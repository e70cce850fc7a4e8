using System.Runtime.InteropServices;

namespace HcsGrid.Storage;

/// <summary>
/// Gives a finished temporary file its name in one step.
/// </summary>
/// <remarks>
/// <c>File.Move</c> does not serve on Unix: without overwriting it looks first and renames then, so that two writers
/// may both win; with overwriting it copies where the target is on another disk, so that a reader may see a part.
/// </remarks>
internal static partial class AtomicFiles
{
    private const int NotPermitted = 1;
    private const int FileExists = 17;
    private const int OtherDisk = 18;

    private static int NameTooLong => OperatingSystem.IsLinux() ? 36 : 63;

    /// <summary>Renames over whatever file has the name.</summary>
    public static void Replace(string from, string to)
    {
        if (OperatingSystem.IsWindows())
            File.Move(from, to, overwrite: true);
        else if (Rename(from, to) != 0)
            throw Failure(to);
    }

    /// <summary>Gives the name if nothing has it; of several callers, in any process, exactly one gets true.</summary>
    /// <remarks>The temporary file may remain: the caller deletes it.</remarks>
    public static bool TryCreate(string from, string to)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(from, to);
        if (Link(from, to) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == FileExists ? false : throw Failure(to);
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(to))
        {
            return false;
        }
    }

    private static IOException Failure(string to)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == NameTooLong)
            return new PathTooLongException();
        var reason = error switch
        {
            OtherDisk => "it lies on another disk than the store's root, where a put cannot be atomic",
            NotPermitted => "the file system refused (it may lack hard links, which put-if-absent needs)",
            _ => Marshal.GetPInvokeErrorMessage(error),
        };
        return new IOException($"{to}: {reason}");
    }

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
