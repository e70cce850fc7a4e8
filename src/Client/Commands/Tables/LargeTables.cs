using System.CommandLine;
using HcsGrid.Plates;
using HcsGrid.Profiling.Streaming;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// Decides which tables are worked on chunk by chunk, and turns what an analyst asked wrongly into an error of his.
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

    /// <summary>Does the work; a column that is not there, or an option out of bounds, was asked for wrongly.</summary>
    /// <exception cref="ScreenDataException">Something was asked for wrongly.</exception>
    public static T Asked<T>(string input, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException error)
        {
            var message = error.ParamName is { } name
                ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
                : error.Message;
            throw new ScreenDataException(message.TrimEnd('.'), new Place { Blob = input }, error);
        }
    }

    private static bool IsStreamed(string path) =>
        TableFile.FormatOf(path) is TableFormat.Csv or TableFormat.Tsv or TableFormat.Parquet;
}
