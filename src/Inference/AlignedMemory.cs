using System.Runtime.CompilerServices;

namespace HcsGrid.Inference;

/// <summary>
/// Memory that begins at a multiple of 64 bytes and never moves: some of ONNX Runtime's sums are split by the address
/// of their input, and would round differently elsewhere.
/// </summary>
internal static class AlignedMemory
{
    private const int Alignment = 64;

    /// <summary>So many numbers, all 0.</summary>
    public static unsafe Memory<float> Allocate(int length)
    {
        var array = GC.AllocateArray<float>(length + (Alignment / sizeof(float)), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref array[0]);
        var skip = (int)((Alignment - (address % Alignment)) % Alignment / sizeof(float));
        return array.AsMemory(skip, length);
    }
}
