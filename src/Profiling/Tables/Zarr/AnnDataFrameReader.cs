using System.Text.Json;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// Reads a data frame of an AnnData store, its columns as text.
/// </summary>
internal sealed class AnnDataFrameReader(ZarrGroup frame)
{
    /// <summary>The row names.</summary>
    public string[] ReadIndex() => ReadColumn(frame.Child(IndexKey()));

    /// <summary>All columns in their order, the row names first unless they are only the rows' numbers.</summary>
    public (IReadOnlyList<string> Names, (string[][] Columns, int RowCount) Content) Read(string indexName)
    {
        var index = ReadIndex();
        var names = ColumnNames();
        var columns = new List<string[]>();
        foreach (var name in names)
        {
            var column = ReadColumn(frame.Child(name));
            if (column.Length != index.Length)
                throw frame.Child(name).Error($"it has {column.Length} rows, the index has {index.Length}");
            columns.Add(column);
        }

        var isNumbered = true;
        for (var row = 0; row < index.Length && isNumbered; row++)
            isNumbered = index[row] == $"{row}";
        if (isNumbered || names.Contains(IndexKey()))
            return (names, ([.. columns], index.Length));
        var named = IndexKey() is "_index" or "index" ? indexName : IndexKey();
        if (names.Contains(named))
            throw frame.Error($"its index and a column are both named '{named}'");
        return ([named, .. names], ([index, .. columns], index.Length));
    }

    private string IndexKey()
    {
        if (!frame.Exists)
            throw frame.Error("the store has no such part");
        if (frame.Encoding != "dataframe")
            throw frame.Error($"it is '{frame.Encoding}', not a dataframe");
        return frame.Attribute("_index") is { ValueKind: JsonValueKind.String } name
            ? name.GetString()!
            : throw frame.Error("it does not say which column its index is");
    }

    private string[] ColumnNames()
    {
        if (frame.Attribute("column-order") is not { ValueKind: JsonValueKind.Array } order)
            throw frame.Error("it has no column-order");
        if (order.GetArrayLength() > CsvRecords.MaxColumnCount)
            throw frame.Error($"it has {order.GetArrayLength()} columns, at most {CsvRecords.MaxColumnCount} are read");
        return [.. order.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw frame.Error("its column-order is no list of names"))];
    }

    private static string[] ReadColumn(ZarrGroup column)
    {
        if (!column.Exists)
            throw column.Error("the store has no such part");
        return column.Encoding switch
        {
            "categorical" => ReadCategories(column),
            "nullable-integer" or "nullable-boolean" or "nullable-string-array" => ReadNullable(column),
            "array" or "string-array" or "" => new ZarrArrayReader(column).ReadTexts(),
            var other => throw column.Error($"it is '{other}', which is not read"),
        };
    }

    private static string[] ReadCategories(ZarrGroup column)
    {
        var categories = new ZarrArrayReader(column.Child("categories")).ReadTexts();
        var codes = new ZarrArrayReader(column.Child("codes")).ReadIntegers();
        return Array.ConvertAll(codes, code => code < 0
            ? ""
            : code < categories.Length
                ? categories[code]
                : throw column.Error($"its code {code} stands for none of its {categories.Length} categories"));
    }

    private static string[] ReadNullable(ZarrGroup column)
    {
        var values = new ZarrArrayReader(column.Child("values")).ReadTexts();
        var mask = new ZarrArrayReader(column.Child("mask")).ReadIntegers();
        if (mask.Length != values.Length)
            throw column.Error($"its mask has {mask.Length} rows, its values have {values.Length}");
        for (var row = 0; row < values.Length; row++)
        {
            if (mask[row] != 0)
                values[row] = "";
        }

        return values;
    }
}
