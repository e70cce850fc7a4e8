using System.Buffers.Binary;
using System.Text;

namespace HcsGrid.Inference.Onnx;

/// <summary>
/// A walk over the fields of one protobuf message, as they stand on the wire.
/// </summary>
/// <remarks>Nothing is copied. Every length is held against what is left, so that a hostile file ends the walk and
/// nothing else.</remarks>
internal ref struct ProtobufMessage(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The number of the field that was read last.</summary>
    public int Number { get; private set; }

    /// <summary>Its value where it is a number.</summary>
    public ulong Value { get; private set; }

    /// <summary>What it holds where it is a text, bytes, a message or packed numbers; empty for a number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The whole field with its key.</summary>
    public ReadOnlySpan<byte> Raw { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the message's end.</returns>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Next()
    {
        if (_at == _bytes.Length)
            return false;
        var start = _at;
        var key = ReadNumber();
        if (key >> 3 is 0 or > int.MaxValue)
            throw new InvalidDataException("it has a field without a number");
        Number = (int)(key >> 3);
        Value = 0;
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                Value = ReadNumber();
                break;
            case 1:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(ReadNumber());
                break;
            case 5:
                Value = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException($"it has a field of the kind {key & 7}, which is none");
        }

        Raw = _bytes[start.._at];
        return true;
    }

    /// <summary>The numbers of a field that may stand packed, or one by one.</summary>
    /// <exception cref="InvalidDataException">The numbers are damaged.</exception>
    public readonly void AddNumbersTo(List<long> numbers)
    {
        if (Bytes.IsEmpty)
        {
            numbers.Add((long)Value);
            return;
        }

        var packed = new ProtobufMessage(Bytes);
        while (packed._at < Bytes.Length)
            numbers.Add((long)packed.ReadNumber());
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at))
            throw new InvalidDataException($"it ends within a field of {length} bytes");
        var taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private ulong ReadNumber()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at == _bytes.Length)
                break;
            var next = _bytes[_at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw new InvalidDataException("it has a number without an end");
    }
}
