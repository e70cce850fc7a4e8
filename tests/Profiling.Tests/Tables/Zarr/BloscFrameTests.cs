using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Tables.Zarr;

namespace HcsGrid.Profiling.Tests.Tables.Zarr;

/// <summary>
/// The frames were made by numcodecs 0.11.0 of the doubles (or singles) <c>0.5 · (i mod 7)</c>.
/// </summary>
public class BloscFrameTests
{
    private const string Lz4 =
        "AgEhCMASAADAEgAAqAAAABQAAAANAAAAHwABAP//QVAAAAAAAA0AAAAfAAEA//9BUAAAAAAADQAAAB8AAQD//0FQAAAAAAANAAAAHwABAP//"
        + "QVAAAAAAAA0AAAAfAAEA//9BUAAAAAAADQAAAB8AAQD//0FQAAAAAAATAAAAfwDg8PgABAgHAP//O1AA4PD4ABMAAAB/AD8/P0BAQAcA//87"
        + "UAA/Pz9A";

    private const string Lz4Singles =
        "AgEhBLAEAACwBAAAYAAAABQAAAAMAAAAHwABAP8UUAAAAAAADAAAAB8AAQD/FFAAAAAAABIAAAB/AACAwAAgQAcA/w5QAIDAACASAAAAfwA/"
        + "Pz9AQEAHAP8OUD8/P0BA";

    private const string Zlib =
        "AgFhCMASAADAEgAAuQAAABQAAAAPAAAAeF5jYBgFo4D6AAACWAABDwAAAHheY2AYBaOA+gAAAlgAAQ8AAAB4XmNgGAWjgPoAAAJYAAEPAAAA"
        + "eF5jYBgFo4D6AAACWAABDwAAAHheY2AYBaOA+gAAAlgAAQ8AAAB4XmNgGAWjgPoAAAJYAAEWAAAAeF5jePDhBwMLB8MoNUpRkwIAe3fzLRUA"
        + "AAB4XmOwt7d3cHBgGKVGKWpSAId6f38=";

    private const string Zstd =
        "AgGRCMASAADAEgAAPwAAABQAAAAnAAAAKLUv/WDAEe0AAHgAAODw+AAECAA/Pz9AQEADAE5AZZyoVIXBPsAC";

    [Theory]
    [InlineData(Lz4, 8)]
    [InlineData(Zlib, 8)]
    [InlineData(Lz4Singles, 4)]
    public void Frames_of_the_reference_implementation_are_unpacked(string frame, int size)
    {
        var bytes = BloscFrame.Decode(Convert.FromBase64String(frame));
        Assert.Equal(size == 8 ? 4800 : 1200, bytes.Length);
        for (var i = 0; i < bytes.Length / size; i++)
        {
            var value = size == 8 ? BitConverter.ToDouble(bytes, i * size) : BitConverter.ToSingle(bytes, i * size);
            Assert.Equal(0.5 * (i % 7), value);
        }
    }

    [Fact]
    public void What_is_not_unpacked_is_refused_by_name()
    {
        var error = Assert.Throws<InvalidDataException>(() => BloscFrame.Decode(Convert.FromBase64String(Zstd)));
        Assert.Contains("zstd", error.Message, StringComparison.Ordinal);
        var shuffled = Convert.FromBase64String(Lz4);
        shuffled[2] |= 4;
        Assert.Contains(
            "bit shuffle", Assert.Throws<InvalidDataException>(() => BloscFrame.Decode(shuffled)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_that_is_changed_or_cut_anywhere_ends_in_an_error_or_in_bytes_of_the_stated_length() =>
        Prop.ForAll<int, byte, bool>((position, value, isCut) =>
        {
            var frame = Convert.FromBase64String(position % 2 == 0 ? Lz4 : Zlib);
            var at = (int)((uint)position % frame.Length);
            if (isCut)
                frame = frame[..at];
            else if (at is < 4 or > 7)
                frame[at] = value;
            Assert.True(Record.Exception(() => Assert.Equal(4800, BloscFrame.Decode(frame).Length))
                is null or InvalidDataException);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_that_unpacks_to_more_than_is_allowed_is_refused_before_anything_is_allocated()
    {
        var frame = Convert.FromBase64String(Lz4);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), uint.MaxValue);
        Assert.Contains(
            $"{uint.MaxValue} bytes", Assert.Throws<InvalidDataException>(() => BloscFrame.Decode(frame)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x10, 7, 1, 0, 0x50, 1, 2, 3, 4, 5 }, true)]
    [InlineData(new byte[] { 0x10, 7, 2, 0, 0x50, 1, 2, 3, 4, 5 }, false)]
    [InlineData(new byte[] { 0x10, 7, 0, 0, 0x50, 1, 2, 3, 4, 5 }, false)]
    [InlineData(new byte[] { 0x10, 7, 1, 0, 0x50, 1, 2, 3, 4 }, false)]
    [InlineData(new byte[] { 0x1F, 7, 1, 0, 255, 255 }, false)]
    [InlineData(new byte[] { 0xF0, 255 }, false)]
    [InlineData(new byte[0], false)]
    public void A_block_reaches_neither_before_its_beginning_nor_beyond_its_end(byte[] block, bool isWhole)
    {
        var target = new byte[10];
        Assert.Equal(isWhole, Lz4Block.TryDecode(block, target));
        if (isWhole)
            Assert.Equal([7, 7, 7, 7, 7, 1, 2, 3, 4, 5], target);
    }

    /// <summary>A frame of bytes that are not packed.</summary>
    internal static byte[] Stored(byte[] bytes)
    {
        var frame = new byte[16 + bytes.Length];
        (frame[0], frame[1], frame[2], frame[3]) = (2, 1, 2, 8);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(8), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(12), frame.Length);
        bytes.CopyTo(frame, 16);
        return frame;
    }
}
