using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.DuckDb;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Tests.Streaming;

public sealed class StreamedTextTests : IDisposable
{
    private static readonly string[] Spellings =
    [
        "1", "1.", ".5", "+5", " 7", "8 ", "1e5", "-1E-5", "-0", "0x10", "1e", "1d", "1f", "1_000", "1 000", "- 5",
        "true", "1e400", "-1e400", "4.9e-325", "5e-324", "1.7976931348623157e308", "0.1234567890123456789", "inf",
        "+inf", "-Inf", "Infinity", "+infinity", "-INFINITY", "nan", "+NaN", "-nan", "nan(ind)", "-nan(ind)", "1.#INF",
        "-1.#INF", "1.#inf", "1.#QNAN", "-1.#IND", "1.#IN", "NA", " NA ", "na", "N/A", "n/a", "#N/A", "<NA>", "null",
        "NULL", "Null", "None", "1,5", "oops", "", "  ",
    ];

    private readonly StreamedFiles _files = new();

    public static TheoryData<string> AllSpellings => [.. Spellings];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(AllSpellings))]
    public void A_field_is_the_same_number_in_chunks_as_in_memory_or_no_number_in_both(string text)
    {
        var path = _files.PathOf("t.csv");
        File.WriteAllText(path, $"Metadata_a,Cells_f\nx,0\ny,\"{text}\"\n");
        Assert.Equal(Told(() => TableFile.Read(path, FeatureChoice.Default)[1, 0]), Told(() => InChunks(path)[1, 0]));
    }

    [Theory]
    [MemberData(nameof(AllSpellings))]
    public void The_first_field_decides_the_same_in_chunks_as_in_memory(string text)
    {
        var path = _files.PathOf("t.csv");
        File.WriteAllText(path, $"Metadata_a,Cells_f\nx,\"{text}\"\n");
        var (whole, chunks) = (TableFile.Read(path, FeatureChoice.Default), InChunks(path));
        Assert.Equal(whole.MetadataNames, chunks.MetadataNames);
        Assert.Equal(whole.FeatureNames, chunks.FeatureNames);
    }

    [Fact]
    public void Words_for_missing_values_do_not_decide_what_a_column_holds()
    {
        var path = _files.PathOf("t.csv");
        File.WriteAllText(path, "Metadata_a,none,late,text\nNA,NA,NA,NA\nx,N/A,,null\ny,null,2.5,DMSO\nz,NA,NA,NA\n");
        MadeUpTables.EqualToTheBit(TableFile.Read(path, FeatureChoice.Default), InChunks(path));
    }

    [Fact]
    public void Columns_named_as_features_that_hold_text_are_told_as_in_memory()
    {
        var path = _files.PathOf("t.csv");
        File.WriteAllText(path, "Metadata_a,Cells_f,Cells_g\n\"x\ny\",1,\nz,2,\"0,25\"\n");
        var (whole, chunks) = (new List<string>(), new List<string>());
        TableFile.Read(path, FeatureChoice.Default, whole.Add);
        StreamingAggregator.Aggregate(
            path, _files.PathOf("out.csv"), ["Metadata_a"], AggregationMethod.Mean, FeatureChoice.Default,
            new StreamingOptions(), TableProvenance.None, note: chunks.Add);
        Assert.Contains("Cells_g has '0,25' in line 4", Assert.Single(whole), StringComparison.Ordinal);
        Assert.Equal(whole, chunks);
    }

    [Fact]
    public void Names_of_metadata_may_be_written_in_any_case()
    {
        var path = _files.PathOf("t.csv");
        File.WriteAllText(path, "metadata_Plate,IMAGE_METADATA_site,f\n0010,1,2\n");
        var whole = TableFile.Read(path, FeatureChoice.Default);
        Assert.Equal(["metadata_Plate", "IMAGE_METADATA_site"], whole.MetadataNames);
        Assert.Equal(["0010"], whole.Metadata("metadata_Plate"));
        MadeUpTables.EqualToTheBit(whole, InChunks(path));
        var parquet = _files.Write(whole, "t.parquet");
        Assert.Equal(["f"], TableFile.Read(parquet, FeatureChoice.EveryNumber).FeatureNames);
    }

    [Fact]
    public void Semicolons_are_told_as_in_memory()
    {
        var path = _files.PathOf("t.csv");
        File.WriteAllText(path, "Metadata_a;Cells_f\nx;1\n");
        var whole = Assert.Throws<ScreenDataException>(() => TableFile.Read(path, FeatureChoice.Default));
        var chunks = Assert.Throws<ScreenDataException>(() => InChunks(path));
        Assert.Contains("semicolons", whole.Reason, StringComparison.Ordinal);
        Assert.Equal(whole.Message, chunks.Message);
    }

    private static ProfileTable InChunks(string path)
    {
        var table = StreamedTable.Open(
            path, FeatureChoice.Default, new DuckDbLimits(StreamingOptions.MinMemoryBytes, Path.GetTempPath()));
        return ProfileTable.Concat(table.Read(table.MetadataNames, table.FeatureNames));
    }

    /// <summary>The bits of a number, or what was wrong.</summary>
    private static string Told(Func<double> read)
    {
        try
        {
            var number = read();
            return double.IsNaN(number) ? "NaN" : $"{BitConverter.DoubleToInt64Bits(number):x}";
        }
        catch (ScreenDataException error)
        {
            return $"line {error.Place.LineNumber}, {error.Reason.Split(';')[0]}";
        }
    }
}
