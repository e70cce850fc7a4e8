using System.Globalization;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads one GCT file, version 1.3 or 1.2, into a profile table.
/// </summary>
/// <remarks>What the second line declares is held against the lines before anything of that size is
/// allocated.</remarks>
internal sealed class GctTableReader(TextReader reader, string blobName)
{
    /// <summary>The most characters of a line: 256 Mi.</summary>
    private const int MaxLineLength = 256 << 20;

    private readonly StringBuilder _line = new();
    private int _lineNumber;

    public ProfileTable Read()
    {
        var version = NextLine() ?? throw Error("The table is empty");
        var isOld = version.Trim() == "#1.2";
        if (!isOld && version.Trim() != "#1.3")
            throw Error($"The first line is '{Short(version)}', expected #1.3 or #1.2");
        var counts = Counts(isOld ? 2 : 4);
        var (featureCount, rowCount) = (counts[0], counts[1]);
        // Version 1.2 has one row metadata column, the description, and no column metadata.
        var (skipped, metadataCount) = isOld ? (1, 0) : (counts[2], counts[3]);
        if ((long)featureCount * rowCount > ProfileTable.MaxValueCount)
            throw Error($"{featureCount} features of {rowCount} profiles are more than a table holds");
        var header = Fields(1 + skipped + rowCount, "column ids");
        var ids = header[(1 + skipped)..];
        var (names, columns) = (new List<string>(), new List<string[]>());
        if (!IsNumbered(ids))
        {
            names.Add(GctTable.IdName);
            columns.Add(ids);
        }

        for (var m = 0; m < metadataCount; m++)
        {
            var fields = Fields(header.Length, "metadata");
            names.Add(fields[0]);
            columns.Add(Array.ConvertAll(fields[(1 + skipped)..], Missing));
        }

        var features = new List<string>();
        var values = new List<double[]>();
        for (var f = 0; f < featureCount; f++)
        {
            var line = NextLine() ?? throw Error(
                $"The file ends after {f} of the {featureCount} features that it declares");
            features.Add(ReadFeature(line, 1 + skipped, rowCount, out var numbers));
            values.Add(numbers);
        }

        while (NextLine() is { } rest)
        {
            if (rest.Trim().Length > 0)
                throw Error($"There are more lines than the {featureCount} features that the file declares");
        }

        return Build(names, columns, features, values, rowCount);
    }

    private ProfileTable Build(
        List<string> names, List<string[]> columns, List<string> features, List<double[]> values, int rowCount)
    {
        var all = new double[features.Count * rowCount];
        for (var f = 0; f < features.Count; f++)
            values[f].CopyTo(all, f * rowCount);
        try
        {
            return new ProfileTable([.. names], [.. features], [.. columns], all, rowCount);
        }
        catch (ArgumentException error)
        {
            throw ScreenDataException.Of(error, new Place { Blob = blobName });
        }
    }

    private string ReadFeature(string line, int firstValue, int rowCount, out double[] numbers)
    {
        var name = "";
        var values = new List<double>(Math.Min(rowCount, line.Length));
        var field = 0;
        foreach (var range in line.AsSpan().Split('\t'))
        {
            var text = line.AsSpan()[range];
            if (field == 0)
                name = text.ToString();
            else if (field >= firstValue)
                values.Add(Number(text, name));
            field++;
        }

        if (values.Count != rowCount)
            throw Error($"The feature '{Short(name)}' has {values.Count} values, the file declares {rowCount}");
        numbers = [.. values];
        return name;
    }

    private double Number(ReadOnlySpan<char> text, string name)
    {
        if (text is "na" || CsvTableReader.IsMissing(text))
            return double.NaN;
        return CsvTableReader.TryParse(text, out var number)
            ? number
            : throw Error($"'{Short(text.ToString())}' of the feature '{Short(name)}' is no number");
    }

    private int[] Counts(int count)
    {
        var line = NextLine() ?? throw Error("The file ends before its counts");
        var fields = line.Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var counts = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (i >= fields.Length
                || !int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out counts[i]))
            {
                throw Error($"The line of counts is '{Short(line)}', expected {count} numbers with tabs between them");
            }
        }

        return counts;
    }

    private string[] Fields(int count, string what)
    {
        var line = NextLine() ?? throw Error($"The file ends before its {what}");
        var fields = line.Split('\t');
        return fields.Length == count
            ? fields
            : throw Error($"The line of {what} has {fields.Length} fields, by the counts it should have {count}");
    }

    /// <summary>The next line without its ending; null at the end. A line longer than the bound is an error.</summary>
    private string? NextLine()
    {
        _line.Clear();
        int c;
        while ((c = reader.Read()) >= 0 && c != '\n')
        {
            if (_line.Length >= MaxLineLength)
                throw Error($"A line is longer than {MaxLineLength} characters");
            _line.Append((char)c);
        }

        if (c < 0 && _line.Length == 0)
            return null;
        _lineNumber++;
        if (_line.Length > 0 && _line[^1] == '\r')
            _line.Length--;
        return _line.ToString();
    }

    private static bool IsNumbered(string[] ids)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] != $"SAMPLE_{i}")
                return false;
        }

        return true;
    }

    private static string Missing(string text) => text is "NaN" or "NA" or "-666" ? "" : text;

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private ScreenDataException Error(string reason) =>
        new(reason, new Place { Blob = blobName, LineNumber = Math.Max(1, _lineNumber) });
}
