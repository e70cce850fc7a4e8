using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Vips;

/// <summary>
/// GLib's box for a value of any type; 24 bytes on every 64-bit platform, all 0 at first.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    public nuint Type;
    public ulong First;
    public ulong Second;
}
