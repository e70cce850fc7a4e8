using System.Runtime.InteropServices;
using static HcsGrid.Imaging.Vips.VipsLibrary;

namespace HcsGrid.Imaging.Vips;

/// <summary>
/// Starts libvips once a process and keeps its error texts apart.
/// </summary>
/// <remarks>
/// libvips computes with one thread an image (wells are what runs in parallel), caches no operation, and may not use
/// the loaders it calls untrusted. Its error buffer is the process's, not the thread's: calls run side by side, and
/// one that fails is repeated alone, so that its message is its own whatever else fails at the time.
/// </remarks>
internal static unsafe class VipsRuntime
{
    private const int AllLevels = -4;

    private static readonly ReaderWriterLockSlim Gate = new(LockRecursionPolicy.NoRecursion);
    private static readonly string? StartError = Start();

    /// <summary>libvips' own version.</summary>
    public static string Version
    {
        get
        {
            Ensure();
            return Marshal.PtrToStringUTF8((nint)vips_version_string()) ?? "";
        }
    }

    /// <summary>A piece of work on libvips: true where it succeeded.</summary>
    public delegate bool Work<TState>(ref TState state)
        where TState : allows ref struct;

    /// <summary>Does the work; where it fails, once more and alone.</summary>
    /// <returns>Null where it succeeded, else libvips' message, its first line.</returns>
    public static string? Run<TState>(Work<TState> work, ref TState state)
        where TState : allows ref struct
    {
        Ensure();
        Gate.EnterReadLock();
        try
        {
            if (work(ref state))
                return null;
        }
        finally
        {
            Gate.ExitReadLock();
        }

        Gate.EnterWriteLock();
        try
        {
            vips_error_clear();
            return work(ref state) ? null : TakeError();
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }

    private static void Ensure()
    {
        if (StartError is not null)
            throw new InvalidOperationException(StartError);
    }

    private static string? Start()
    {
        try
        {
            fixed (byte* name = "hcsgrid"u8)
            {
                if (vips_init(name) != 0)
                    return $"libvips does not start: {TakeError()}";
            }
        }
        catch (Exception error)
            when (error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return $"libvips, which reads images, does not load from beside the program: {error.Message}";
        }

        vips_concurrency_set(1);
        vips_cache_set_max(0);
        vips_block_untrusted_set(1);
        fixed (byte* domain = "VIPS"u8, glib = "GLib-GObject"u8)
        {
            _ = g_log_set_handler(domain, AllLevels, &Ignore, null);
            _ = g_log_set_handler(glib, AllLevels, &Ignore, null);
        }

        return null;
    }

    // Warnings about unknown tags are no news: what matters arrives as an error.
    [UnmanagedCallersOnly]
    private static void Ignore(byte* domain, int level, byte* message, void* data)
    {
    }

    private static string TakeError()
    {
        var text = Marshal.PtrToStringUTF8((nint)vips_error_buffer()) ?? "";
        vips_error_clear();
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? text : text[..end]).Trim();
    }
}
