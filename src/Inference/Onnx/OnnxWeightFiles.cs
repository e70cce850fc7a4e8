using HcsGrid.Plates;

namespace HcsGrid.Inference.Onnx;

/// <summary>
/// Puts the weights that lie in files beside an ONNX file into it, so that a model is one file with one SHA-256.
/// </summary>
/// <remarks>Newer exporters of PyTorch write a large model so (<c>model.onnx</c> and <c>model.onnx.data</c>). Only
/// plain files of the model's own folder are read, by name; links are not followed, and all lengths are checked before
/// anything is read.</remarks>
internal static class OnnxWeightFiles
{
    /// <summary>The model in one piece: the bytes themselves where nothing lies beside it.</summary>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="file">What it says of itself.</param>
    /// <param name="path">Where it lies; its folder has the files.</param>
    /// <exception cref="ScreenDataException">A file is missing, is not in the folder, is too short, or the whole would
    /// be too large.</exception>
    public static byte[] Gather(byte[] bytes, OnnxFile file, string path)
    {
        if (file.ExternalWeights.Count == 0)
            return bytes;
        Check(bytes.Length, file, path);
        var data = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in file.ExternalWeights.Select(w => w.Location).Distinct())
            data[name] = OnnxFile.ReadBytes(FileOf(path, name));
        var weights = new Queue<OnnxExternalWeight>(file.ExternalWeights);
        return Rewrite(bytes, 7, graph => Rewrite(graph, 5, weight => Inline(weight, weights, data)));
    }

    private static void Check(long length, OnnxFile file, string path)
    {
        foreach (var weight in file.ExternalWeights)
        {
            if (!weight.IsOfGraph)
                throw Wrong(weight, "belongs to an operator, not to the graph", "save the model as one file");
            if (!ModelCard.IsFileName(weight.Location))
            {
                throw Wrong(weight, $"lies in '{weight.Location}', which is no file name in the model's folder",
                    "save the model and its data into one folder");
            }

            var data = new FileInfo(FileOf(path, weight.Location));
            if (!data.Exists)
                throw Wrong(weight, $"lies in '{weight.Location}', which is not there", "put it beside the model");
            if (data.LinkTarget is not null)
                throw Wrong(weight, $"lies in '{weight.Location}', which is a link", "put the file itself there");
            if (weight.ByteCount < 0 || (weight.Length ?? weight.ByteCount) != weight.ByteCount)
            {
                throw Wrong(weight, $"has {weight.Length} bytes where its shape needs {weight.ByteCount}",
                    "export it again");
            }

            if (weight.Offset > data.Length || weight.ByteCount > data.Length - weight.Offset)
            {
                throw Wrong(weight,
                    $"ends at byte {(double)weight.Offset + weight.ByteCount:F0} of '{weight.Location}', which has " +
                    $"{data.Length}", "the file is cut off: copy it again");
            }

            length += weight.ByteCount;
            if (length > OnnxFile.MaxBytes)
            {
                throw new ScreenDataException(
                    $"The model has more than {OnnxFile.MaxBytes} bytes with its weights: it cannot be one ONNX " +
                    "file. Export it in half precision inside, with float32 at its input and outputs, or take a " +
                    "smaller one",
                    new Place { Blob = path });
            }
        }

        ScreenDataException Wrong(OnnxExternalWeight weight, string reason, string remedy) => new(
            $"The model's weight '{weight.Name}' {reason}: {remedy}", new Place { Blob = path });
    }

    private static string FileOf(string path, string name) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);

    /// <summary>A message whose fields of a number are changed; all others stay as they are.</summary>
    private static byte[] Rewrite(ReadOnlySpan<byte> bytes, int number, Func<byte[], byte[]> change)
    {
        var written = new MemoryStream(bytes.Length);
        var message = new ProtobufMessage(bytes);
        while (message.Next())
        {
            if (message.Number == number)
                WriteField(written, number, change(message.Bytes.ToArray()));
            else
                written.Write(message.Raw);
        }

        return written.ToArray();
    }

    /// <summary>A weight with its numbers in it, where they lie elsewhere.</summary>
    private static byte[] Inline(
        byte[] bytes, Queue<OnnxExternalWeight> weights, Dictionary<string, byte[]> data)
    {
        var isExternal = false;
        var weight = new ProtobufMessage(bytes);
        while (weight.Next())
            isExternal = weight.Number == 14 ? weight.Value == 1 : isExternal;
        if (!isExternal)
            return bytes;
        var next = weights.Dequeue();
        var written = new MemoryStream();
        weight = new ProtobufMessage(bytes);
        while (weight.Next())
        {
            if (weight.Number is not (13 or 14))
                written.Write(weight.Raw);
        }

        WriteField(written, 9, data[next.Location].AsSpan((int)next.Offset, (int)next.ByteCount));
        return written.ToArray();
    }

    private static void WriteField(MemoryStream stream, int number, ReadOnlySpan<byte> bytes)
    {
        WriteNumber(stream, ((ulong)number << 3) | 2);
        WriteNumber(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteNumber(MemoryStream stream, ulong value)
    {
        for (; value > 127; value >>= 7)
            stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }
}
