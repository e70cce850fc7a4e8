using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Writes a table that is made part by part, so that it never stands in memory whole.
/// </summary>
public static class TableChunks
{
    /// <summary>Writes parts of the same columns one after the other; the name's ending says the form (.csv, .tsv, each
    /// also with .gz, .parquet).</summary>
    /// <remarks>Parts are made while it writes, one at a time. The file appears whole or not at all.</remarks>
    /// <exception cref="ArgumentException">There are no parts, parts differ in their columns, or a name is not
    /// allowed in stored tables.</exception>
    /// <exception cref="Plates.ScreenDataException">The form is not written in chunks.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IEnumerable<ProfileTable> parts, TableProvenance provenance, StreamingOptions options)
    {
        using var workspace = new StreamingWorkspace(options);
        using var enumerator = parts.GetEnumerator();
        if (!enumerator.MoveNext())
            throw new ArgumentException("There are no parts to write.", nameof(parts));
        var first = enumerator.Current;
        StreamedTableWriter.Write(first.SelectRows([]), Checked(), path, provenance, workspace.WriteLimits);

        IEnumerable<ProfileTable> Checked()
        {
            do
            {
                var part = enumerator.Current;
                if (!part.MetadataNames.SequenceEqual(first.MetadataNames, StringComparer.Ordinal)
                    || !part.FeatureNames.SequenceEqual(first.FeatureNames, StringComparer.Ordinal))
                {
                    throw new ArgumentException("The columns of the parts differ.", nameof(parts));
                }

                yield return part;
            }
            while (enumerator.MoveNext());
        }
    }
}
