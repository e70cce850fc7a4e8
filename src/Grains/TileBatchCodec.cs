using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace HcsGrid.Grains;

/// <summary>
/// Writes a <see cref="TileBatchMessage"/> to the wire straight from its planes, and reads one into pooled planes.
/// </summary>
/// <remarks>
/// One length-prefixed field: tile size, tile count, channel count, then for each channel sample type, the scale's
/// low end, high end and clipping, and the pixels as they lie in memory (little-endian). What comes in is checked
/// before memory is taken.
/// </remarks>
[RegisterSerializer]
[RegisterCopier]
internal sealed class TileBatchCodec(PixelPool pool) : IFieldCodec<TileBatchMessage>, IDeepCopier<TileBatchMessage>
{
    private const int HeaderBytes = 12;
    private const int ChannelHeaderBytes = 18;
    private const int MaxChannelCount = 64;

    /// <summary>Within a process the message itself travels.</summary>
    [return: NotNullIfNotNull(nameof(input))]
    public TileBatchMessage? DeepCopy(TileBatchMessage? input, CopyContext context) => input;

    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType,
        [AllowNull] TileBatchMessage value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value))
            return;
        var batch = value!.Batch;
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(TileBatchMessage), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)(HeaderBytes + (batch.Planes.Count * ChannelHeaderBytes) + batch.ByteCount));
        writer.WriteInt32(batch.TileSizePixels);
        writer.WriteInt32(batch.TileCount);
        writer.WriteInt32(batch.Planes.Count);
        foreach (var (plane, scale) in batch.Planes.Zip(batch.Scales))
        {
            writer.WriteByte((byte)plane.Type.ByteCount());
            writer.WriteInt64(BitConverter.DoubleToInt64Bits(scale.Low));
            writer.WriteInt64(BitConverter.DoubleToInt64Bits(scale.High));
            writer.WriteByte(scale.Clip ? (byte)1 : (byte)0);
            writer.Write(plane.Bytes);
        }
    }

    public TileBatchMessage ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
            return ReferenceCodec.ReadReference<TileBatchMessage, TInput>(ref reader, field)!;
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = reader.ReadVarUInt32();
        var (size, tiles, channels) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (size is < 1 or > 1 << 16 || tiles is < 1 or > TileBatch.MaxBytes || channels is < 1 or > MaxChannelCount ||
            length > TileBatch.MaxBytes + HeaderBytes + (MaxChannelCount * ChannelHeaderBytes) ||
            (long)size * size * tiles > TileBatch.MaxBytes)
        {
            throw new SerializerException(
                $"A batch of {tiles} tiles of {size} pixels in {channels} channels ({length} bytes) is none.");
        }

        var planes = new List<Plane>(channels);
        var scales = new List<IntensityScale>(channels);
        try
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var type = reader.ReadByte() == 1 ? SampleType.UInt8 : SampleType.UInt16;
                scales.Add(new IntensityScale(
                    BitConverter.Int64BitsToDouble(reader.ReadInt64()),
                    BitConverter.Int64BitsToDouble(reader.ReadInt64()), reader.ReadByte() == 1));
                planes.Add(ReadPlane(ref reader, size, tiles, type));
            }

            var message = TileBatchMessage.Received(new TileBatch(planes, scales));
            ReferenceCodec.RecordObject(reader.Session, message);
            return message;
        }
        catch
        {
            planes.ForEach(p => p.Dispose());
            throw;
        }
    }

    private Plane ReadPlane<TInput>(ref Reader<TInput> reader, int size, int tiles, SampleType type)
    {
        var buffer = pool.Rent(size * size * tiles * type.ByteCount());
        try
        {
            reader.ReadBytes(buffer.Bytes);
            return new Plane(size, size * tiles, type, buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
