using System.Text.Json;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables.Zarr;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads and writes profile tables as AnnData in a zarr store (a folder), which <c>anndata.read_zarr</c> reads.
/// </summary>
/// <remarks>
/// <para>The form is specified in <c>docs/formats/anndata.md</c>, after AnnData's "On-disk format" (anndata 0.8 and
/// later) and zarr version 2. Features are <c>X</c> and <c>var</c>, metadata <c>obs</c>, provenance
/// <c>uns/hcsgrid</c>. Stores of other programs may also hold numbers, truths, nullable columns and Blosc
/// chunks.</para>
/// <para>With <c>asSingle</c> features are rounded to single precision; what does not fit becomes infinite.</para>
/// </remarks>
public static class AnnDataTable
{
    /// <summary>The version of what <c>uns/hcsgrid</c> holds.</summary>
    public const int FormatVersion = 1;

    /// <summary>The metadata column that a store's row names go to, unless they are only the rows' numbers.</summary>
    public const string IndexName = "Metadata_index";

    /// <summary>Writes a table to a store, over a store that is there.</summary>
    /// <exception cref="ArgumentException">The table's names are none that a store can hold: see the
    /// format.</exception>
    /// <exception cref="IOException">The store cannot be written, or the folder holds something else.</exception>
    public static void Write(ProfileTable table, string path, TableProvenance provenance, bool asSingle = false)
    {
        TableNames.RequireStorable(table);
        RequirePlainNames(table);
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(path) || (Directory.Exists(path) && !File.Exists(Path.Combine(path, ".zgroup"))
            && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new IOException($"{path} is there and is no zarr store; it is not written over.");
        }

        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            WriteStore(new ZarrWriter(unfinished), table, provenance, asSingle);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            Directory.Move(unfinished, path);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>Reads a store, ours or another program's.</summary>
    /// <exception cref="ScreenDataException">It is no AnnData store of a kind that is read; the place names the part
    /// of the store.</exception>
    public static ProfileTable Read(string path, FeatureChoice features)
    {
        var root = Open(path);
        var (obsNames, obs) = new AnnDataFrameReader(root.Child("obs")).Read(IndexName);
        var featureNames = new AnnDataFrameReader(root.Child("var")).ReadIndex();
        var x = root.Child("X");
        if (x.Encoding is "csr_matrix" or "csc_matrix")
            throw x.Error($"it is sparse ({x.Encoding}), which is not read: write it dense");
        var array = new ZarrArrayReader(x);
        var rowCount = obs.RowCount;
        if (array.Shape is not [var rows, var columns] || rows != rowCount || columns != featureNames.Length)
        {
            throw x.Error(
                $"it has the shape {string.Join(" × ", array.Shape)}; obs has {rowCount} rows, var "
                + $"{featureNames.Length}");
        }

        try
        {
            var table = new ProfileTable([.. obsNames], featureNames, obs.Columns, array.ReadColumns(), rowCount);
            return features.Apply(table, root.Place);
        }
        catch (ArgumentException error)
        {
            throw root.Error(ScreenDataException.Of(error, root.Place).Reason, error);
        }
    }

    /// <summary>Where a store's table comes from, as far as it says.</summary>
    /// <exception cref="ScreenDataException">It is no AnnData store, or says it in a later version's way.</exception>
    public static TableProvenance ReadProvenance(string path)
    {
        var own = Open(path).Child("uns").Child("hcsgrid");
        if (!own.Exists)
            return TableProvenance.None;
        var version = new ZarrArrayReader(own.Child("version")).ReadTexts()[0];
        if (version != $"{FormatVersion}")
            throw own.Error($"it is of version {version}; this program reads version {FormatVersion}");
        var provenance = own.Child("provenance");
        try
        {
            return ProvenanceFile.Parse(
                System.Text.Encoding.UTF8.GetBytes(new ZarrArrayReader(provenance).ReadTexts()[0]));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw provenance.Error($"it is no JSON object of texts: {error.Message}", error);
        }
    }

    private static ZarrGroup Open(string path)
    {
        var root = new ZarrGroup(path);
        if (!root.Exists)
            throw new ScreenDataException("There is no such store", root.Place);
        if (File.Exists(Path.Combine(path, "zarr.json")))
            throw root.Error("it is of zarr version 3; read is version 2 (anndata: zarr_write_format = 2)");
        return root.Encoding == "anndata"
            ? root
            : throw root.Error("it is no AnnData store of anndata 0.8 or later: .zattrs has no encoding-type anndata");
    }

    private static void RequirePlainNames(ProfileTable table)
    {
        foreach (var name in table.MetadataNames)
        {
            if (!ZarrGroup.IsPlain(name) || name.StartsWith('_'))
            {
                throw new ArgumentException(
                    $"The metadata column '{name}' has no name that an AnnData store can hold: at most 200 characters, "
                    + "none of / \\ :, no . or _ at the beginning.",
                    nameof(table));
            }
        }
    }

    private static void WriteStore(ZarrWriter writer, ProfileTable table, TableProvenance provenance, bool asSingle)
    {
        writer.Group("", "anndata", "0.1.0");
        writer.Features("X", table, asSingle);
        writer.Group("obs", "dataframe", "0.2.0", ("_index", "_index"), ("column-order", table.MetadataNames));
        writer.Texts("obs/_index", [.. Enumerable.Range(0, table.RowCount).Select(row => $"{row}")]);
        foreach (var name in table.MetadataNames)
            WriteColumn(writer, $"obs/{name}", table.Metadata(name));
        writer.Group("var", "dataframe", "0.2.0", ("_index", "_index"), ("column-order", Array.Empty<string>()));
        writer.Texts("var/_index", table.FeatureNames);
        foreach (var empty in (string[])["layers", "obsm", "obsp", "varm", "varp", "uns"])
            writer.Group(empty, "dict", "0.1.0");
        writer.Group("uns/hcsgrid", "dict", "0.1.0");
        writer.Scalar("uns/hcsgrid/version", $"{FormatVersion}");
        writer.Scalar(
            "uns/hcsgrid/provenance", System.Text.Encoding.UTF8.GetString(ProvenanceFile.ToBytes(provenance)));
    }

    /// <summary>As anndata itself does: texts that all differ are a list, all others categories.</summary>
    private static void WriteColumn(ZarrWriter writer, string path, IReadOnlyList<string> texts)
    {
        var categories = texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToArray();
        if (categories.Length == texts.Count)
        {
            writer.Texts(path, texts);
            return;
        }

        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = -1 };
        foreach (var category in categories)
            codeOf.Add(category, codeOf.Count - 1);
        writer.Group(path, "categorical", "0.2.0", ("ordered", false));
        writer.Texts($"{path}/categories", categories);
        writer.Codes($"{path}/codes", [.. texts.Select(text => codeOf[text])], categories.Length);
    }
}
