using System.Runtime.InteropServices;
using System.Text;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// Builds a small ONNX file, operator by operator; the numbers of fields are those of onnx.proto.
/// </summary>
internal sealed class OnnxBuilder
{
    public const int Float32 = 1;
    public const int UInt8 = 2;
    public const int Int64 = 7;
    public const int Float16 = 10;

    private readonly MemoryStream _graph = new();
    private readonly MemoryStream _opsets = new();

    public OnnxBuilder(int opset = 17, int irVersion = 8)
    {
        IrVersion = irVersion;
        Opset("", opset);
    }

    private int IrVersion { get; }

    public OnnxBuilder Opset(string domain, int version)
    {
        Field(_opsets, 8, Message(m =>
        {
            Field(m, 1, domain);
            Field(m, 2, version);
        }));
        return this;
    }

    /// <summary>An input; a size is a number, or a name where it is open. Without sizes it tells no shape.</summary>
    public OnnxBuilder Input(string name, int type, params object[] sizes) => Value(11, name, type, sizes);

    public OnnxBuilder Output(string name, int type, params object[] sizes) => Value(12, name, type, sizes);

    /// <summary>An operator; an attribute is a whole number, a row of such, or a number.</summary>
    public OnnxBuilder Node(
        string type, string inputs, string outputs, string domain = "", params (string Name, object Value)[] attributes)
    {
        Field(_graph, 1, Message(m =>
        {
            foreach (var input in inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Field(m, 1, input);
            foreach (var output in outputs.Split(' '))
                Field(m, 2, output);
            Field(m, 4, type);
            Field(m, 7, domain);
            foreach (var (name, value) in attributes)
                Field(m, 5, Message(a => WriteAttribute(a, name, value)));
        }));
        return this;
    }

    public OnnxBuilder Weight(string name, long[] sizes, params float[] values) =>
        Weight(name, sizes, Float32, m => Field(m, 9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));

    public OnnxBuilder Weight(string name, params long[] values) =>
        Weight(name, [values.Length], Int64, m => Field(m, 9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));

    /// <summary>A weight of float32 in another file.</summary>
    public OnnxBuilder ExternalWeight(string name, long[] sizes, string location, long offset, long? length = null) =>
        Weight(name, sizes, Float32, m =>
        {
            WriteEntry(m, "location", location);
            WriteEntry(m, "offset", $"{offset}");
            if (length is not null)
                WriteEntry(m, "length", $"{length}");
            Field(m, 14, 1);
        });

    public byte[] Build() => Message(m =>
    {
        Field(m, 1, IrVersion);
        Field(m, 2, "OnnxBuilder");
        m.Write(_opsets.ToArray());
        Field(m, 7, _graph.ToArray());
    });

    private static void WriteEntry(MemoryStream weight, string key, string value) => Field(weight, 13, Message(m =>
    {
        Field(m, 1, key);
        Field(m, 2, value);
    }));

    private static void WriteAttribute(MemoryStream attribute, string name, object value)
    {
        Field(attribute, 1, name);
        switch (value)
        {
            case float number:
                Number(attribute, (2 << 3) | 5);
                attribute.Write(BitConverter.GetBytes(number));
                Field(attribute, 20, 1);
                break;
            case int number:
                Field(attribute, 3, number);
                Field(attribute, 20, 2);
                break;
            case long[] numbers:
                foreach (var number in numbers)
                    Field(attribute, 8, number);
                Field(attribute, 20, 7);
                break;
            default:
                throw new ArgumentException($"{value} is no attribute.", nameof(value));
        }
    }

    private OnnxBuilder Weight(string name, long[] sizes, int type, Action<MemoryStream> writeNumbers)
    {
        Field(_graph, 5, Message(m =>
        {
            foreach (var size in sizes)
                Field(m, 1, size);
            Field(m, 2, type);
            Field(m, 8, name);
            writeNumbers(m);
        }));
        return this;
    }

    private OnnxBuilder Value(int number, string name, int type, object[] sizes)
    {
        var shape = Message(m =>
        {
            foreach (var size in sizes)
            {
                Field(m, 1, Message(d =>
                {
                    if (size is int length)
                        Field(d, 1, length);
                    else
                        Field(d, 2, (string)size);
                }));
            }
        });
        Field(_graph, number, Message(m =>
        {
            Field(m, 1, name);
            Field(m, 2, Message(t => Field(t, 1, Message(tensor =>
            {
                Field(tensor, 1, type);
                if (sizes.Length > 0)
                    Field(tensor, 2, shape);
            }))));
        }));
        return this;
    }

    private static byte[] Message(Action<MemoryStream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static void Field(MemoryStream stream, int number, long value)
    {
        Number(stream, (ulong)number << 3);
        Number(stream, (ulong)value);
    }

    private static void Field(MemoryStream stream, int number, string text) =>
        Field(stream, number, Encoding.UTF8.GetBytes(text));

    private static void Field(MemoryStream stream, int number, byte[] bytes)
    {
        Number(stream, ((ulong)number << 3) | 2);
        Number(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Number(MemoryStream stream, ulong value)
    {
        for (; value > 127; value >>= 7)
            stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }
}
