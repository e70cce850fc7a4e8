using System.Globalization;

namespace HcsGrid.Inference.Onnx;

/// <summary>
/// Reads what an ONNX file says of itself.
/// </summary>
/// <remarks>The numbers of fields are those of onnx.proto. A file that lacks a graph is none.</remarks>
internal sealed class OnnxFileReader
{
    /// <summary>How deep graphs may lie within operators.</summary>
    private const int MaxDepth = 32;

    private readonly Dictionary<string, long> _opsets = new(StringComparer.Ordinal);
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];
    private readonly HashSet<OnnxOperator> _operators = [];
    private readonly HashSet<OnnxOperator> _functions = [];
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private readonly List<OnnxExternalWeight> _external = [];
    private long _parameterCount;
    private bool _hasGraph;

    /// <exception cref="InvalidDataException">The bytes are no ONNX model.</exception>
    public OnnxFile Read(ReadOnlySpan<byte> bytes)
    {
        var (irVersion, producer, version) = (0L, "", "");
        var model = new ProtobufMessage(bytes);
        while (model.Next())
        {
            switch (model.Number)
            {
                case 1:
                    irVersion = (long)model.Value;
                    break;
                case 2:
                    producer = model.Text;
                    break;
                case 3:
                    version = model.Text;
                    break;
                case 7:
                    _hasGraph = true;
                    ReadGraph(model.Bytes, 0);
                    break;
                case 8:
                    ReadOpset(model.Bytes);
                    break;
                case 25:
                    ReadFunction(model.Bytes);
                    break;
            }
        }

        if (!_hasGraph)
            throw new InvalidDataException("it has no graph");
        return new OnnxFile
        {
            IrVersion = irVersion,
            Producer = $"{producer} {version}".Trim(),
            Opsets = _opsets,
            Inputs = [.. _inputs.Where(i => !_weights.Contains(i.Name))],
            Outputs = _outputs,
            Operators = Sorted(_operators),
            Functions = Sorted(_functions),
            ParameterCount = _parameterCount,
            ExternalWeights = _external,
        };
    }

    private static OnnxOperator[] Sorted(IEnumerable<OnnxOperator> operators) =>
        [.. operators.OrderBy(o => o.Domain, StringComparer.Ordinal).ThenBy(o => o.Type, StringComparer.Ordinal)];

    private static string DomainOf(string domain) => domain == "ai.onnx" ? "" : domain;

    private void ReadOpset(ReadOnlySpan<byte> bytes)
    {
        var (domain, version) = ("", 0L);
        var opset = new ProtobufMessage(bytes);
        while (opset.Next())
        {
            if (opset.Number == 1)
                domain = opset.Text;
            else if (opset.Number == 2)
                version = (long)opset.Value;
        }

        _opsets[DomainOf(domain)] = version;
    }

    private void ReadFunction(ReadOnlySpan<byte> bytes)
    {
        var (domain, name) = ("", "");
        var function = new ProtobufMessage(bytes);
        while (function.Next())
        {
            if (function.Number == 1)
                name = function.Text;
            else if (function.Number == 7)
                ReadNode(function.Bytes, 0);
            else if (function.Number == 10)
                domain = function.Text;
        }

        _functions.Add(new OnnxOperator(DomainOf(domain), name));
    }

    private void ReadGraph(ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"its graphs lie deeper than {MaxDepth} in each other");
        var graph = new ProtobufMessage(bytes);
        while (graph.Next())
        {
            switch (graph.Number)
            {
                case 1:
                    ReadNode(graph.Bytes, depth);
                    break;
                case 5:
                    ReadWeight(graph.Bytes, depth == 0);
                    break;
                case 11 when depth == 0:
                    _inputs.Add(ReadValue(graph.Bytes));
                    break;
                case 12 when depth == 0:
                    _outputs.Add(ReadValue(graph.Bytes));
                    break;
                case 15:
                    ReadSparse(graph.Bytes);
                    break;
            }
        }
    }

    private void ReadNode(ReadOnlySpan<byte> bytes, int depth)
    {
        var (domain, type) = ("", "");
        var node = new ProtobufMessage(bytes);
        while (node.Next())
        {
            if (node.Number == 4)
                type = node.Text;
            else if (node.Number == 7)
                domain = node.Text;
            else if (node.Number == 5)
                ReadAttribute(node.Bytes, depth);
        }

        _operators.Add(new OnnxOperator(DomainOf(domain), type));
    }

    /// <summary>Tensors and graphs within an operator.</summary>
    private void ReadAttribute(ReadOnlySpan<byte> bytes, int depth)
    {
        var attribute = new ProtobufMessage(bytes);
        while (attribute.Next())
        {
            if (attribute.Number is 5 or 10)
                ReadWeight(attribute.Bytes, isOfGraph: false);
            else if (attribute.Number is 6 or 11)
                ReadGraph(attribute.Bytes, depth + 1);
            else if (attribute.Number is 22 or 23)
                ReadSparse(attribute.Bytes);
        }
    }

    private void ReadSparse(ReadOnlySpan<byte> bytes)
    {
        var sparse = new ProtobufMessage(bytes);
        while (sparse.Next())
        {
            if (sparse.Number is 1 or 2)
                ReadWeight(sparse.Bytes, isOfGraph: false);
        }
    }

    private void ReadWeight(ReadOnlySpan<byte> bytes, bool isOfGraph)
    {
        var (name, type, isExternal) = ("", 0UL, false);
        var sizes = new List<long>();
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        var weight = new ProtobufMessage(bytes);
        while (weight.Next())
        {
            switch (weight.Number)
            {
                case 1:
                    weight.AddNumbersTo(sizes);
                    break;
                case 2:
                    type = weight.Value;
                    break;
                case 8:
                    name = weight.Text;
                    break;
                case 13:
                    var (key, value) = ReadEntry(weight.Bytes);
                    data[key] = value;
                    break;
                case 14:
                    isExternal = weight.Value == 1;
                    break;
            }
        }

        var count = CountOf(sizes, name);
        if (isOfGraph)
        {
            _weights.Add(name);
            _parameterCount = checked(_parameterCount + count);
        }

        if (isExternal)
        {
            var size = OnnxValue.SizeOf(type);
            _external.Add(new OnnxExternalWeight(
                name, data.GetValueOrDefault("location", ""), NumberOf("offset") ?? 0, NumberOf("length"),
                size == 0 ? -1 : checked(count * size), isOfGraph));
        }

        long? NumberOf(string key) => !data.TryGetValue(key, out var text)
            ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidDataException($"its weight '{name}' has the {key} '{text}'");
    }

    private static long CountOf(List<long> sizes, string name)
    {
        // More would not fit into any file that is read, and the sum of all stays a number.
        var count = sizes.Aggregate(1.0, (product, size) => product * size);
        return sizes.All(s => s >= 0) && count <= 1L << 40
            ? (long)count
            : throw new InvalidDataException($"its weight '{name}' has the shape ({string.Join(", ", sizes)})");
    }

    private static (string Key, string Value) ReadEntry(ReadOnlySpan<byte> bytes)
    {
        var (key, value) = ("", "");
        var entry = new ProtobufMessage(bytes);
        while (entry.Next())
        {
            if (entry.Number == 1)
                key = entry.Text;
            else if (entry.Number == 2)
                value = entry.Text;
        }

        return (key, value);
    }

    private static OnnxValue ReadValue(ReadOnlySpan<byte> bytes)
    {
        var value = new OnnxValue("", "nothing", null, []);
        var message = new ProtobufMessage(bytes);
        while (message.Next())
        {
            if (message.Number == 1)
                value = value with { Name = message.Text };
            else if (message.Number == 2)
                value = ReadType(message.Bytes, value);
        }

        return value;
    }

    private static OnnxValue ReadType(ReadOnlySpan<byte> bytes, OnnxValue value)
    {
        var type = new ProtobufMessage(bytes);
        while (type.Next())
        {
            if (type.Number is 4 or 5 or 8 or 9)
                value = value with { ElementType = type.Number == 4 ? "sequence" : "no tensor" };
            if (type.Number != 1)
                continue;
            var tensor = new ProtobufMessage(type.Bytes);
            while (tensor.Next())
            {
                if (tensor.Number == 1)
                    value = value with { ElementType = OnnxValue.TypeOf(tensor.Value) };
                else if (tensor.Number == 2)
                    value = ReadShape(tensor.Bytes, value);
            }
        }

        return value;
    }

    private static OnnxValue ReadShape(ReadOnlySpan<byte> bytes, OnnxValue value)
    {
        var (sizes, names) = (new List<long>(), new List<string>());
        var shape = new ProtobufMessage(bytes);
        while (shape.Next())
        {
            if (shape.Number != 1)
                continue;
            var (size, name) = (-1L, "");
            var dimension = new ProtobufMessage(shape.Bytes);
            while (dimension.Next())
            {
                if (dimension.Number == 1)
                    size = (long)dimension.Value > 0 ? (long)dimension.Value : -1;
                else if (dimension.Number == 2)
                    name = dimension.Text;
            }

            sizes.Add(size);
            names.Add(name);
        }

        return value with { Shape = sizes, Names = names };
    }
}
