using System.Buffers.Binary;
using System.Text;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// One field of a protobuf message, as it stands on the wire.
/// </summary>
/// <param name="Number">Its number.</param>
/// <param name="Bits">The value of a number: a varint, or the bits of a fixed one.</param>
/// <param name="Bytes">What a text, bytes or a message within it holds.</param>
internal readonly record struct ProtobufField(int Number, ulong Bits, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexString(Bytes.Span);

    public double Double => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>The fields of a message, in their order.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static List<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        for (var at = 0; at < message.Length;)
        {
            var (key, bits, bytes) = (Varint(message.Span, ref at), 0UL, ReadOnlyMemory<byte>.Empty);
            switch (key & 7)
            {
                case 0:
                    bits = Varint(message.Span, ref at);
                    break;
                case 1:
                    bits = BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]);
                    at += 8;
                    break;
                case 2:
                    var length = checked((int)Varint(message.Span, ref at));
                    bytes = message.Slice(at, length);
                    at += length;
                    break;
                case 5:
                    bits = BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"The wire type {key & 7} is none.");
            }

            fields.Add(new ProtobufField((int)(key >> 3), bits, bytes));
        }

        return fields;
    }

    /// <summary>The messages that lie at a path of field numbers within this one.</summary>
    public IEnumerable<ProtobufField> Within(params int[] path) => path.Aggregate(
        Enumerable.Repeat(this, 1),
        (found, number) => found.SelectMany(f => Read(f.Bytes).Where(n => n.Number == number)));

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
    }
}
