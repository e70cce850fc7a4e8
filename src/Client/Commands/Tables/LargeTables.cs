using System.CommandLine;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// Decides which tables are worked on chunk by chunk.
/// </summary>
internal static class LargeTables
{
    /// <summary>Half of the memory given: a table beyond it is not read whole.</summary>
    private const int ShareOfMemory = 2;

    public static Option<int> Memory()
    {
        var option = new Option<int>("--memory")
        {
            Description = "Mebibytes to work in (default 2048). A file larger than half of it (times 4 if gzip, 3 if "
                + "Parquet) is read in chunks; the numbers are the same.",
            DefaultValueFactory = _ => (int)(new StreamingOptions().MemoryBytes >> 20),
        };
        option.Validators.Add(result =>
        {
            const int Least = (int)(StreamingOptions.MinMemoryBytes >> 20);
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) && count < Least)
                result.AddError($"--memory is {count}, expected at least {Least}.");
        });
        return option;
    }

    public static StreamingOptions OptionsOf(int mebibytes) => new() { MemoryBytes = (long)mebibytes << 20 };

    /// <summary>Whether a table is too large to be read whole, and of forms that are read and written in
    /// chunks.</summary>
    public static bool IsLarge(string input, string output, int mebibytes)
    {
        if (!IsStreamed(input) || !IsStreamed(output))
            return false;
        if (Directory.Exists(input))
            return true;
        if (!File.Exists(input))
            return false;
        var growth = TableFile.FormatOf(input) == TableFormat.Parquet ? 3
            : input.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? 4 : 1;
        return new FileInfo(input).Length * growth > ((long)mebibytes << 20) / ShareOfMemory;
    }

    private static bool IsStreamed(string path) =>
        TableFile.FormatOf(path) is TableFormat.Csv or TableFormat.Tsv or TableFormat.Parquet;
}
