using System.CommandLine;
using System.Runtime.InteropServices;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Storage;
using Spectre.Console;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid doctor</c>: does the work of each part once, in small, and tells which part does not work here.
/// </summary>
internal static class DoctorCommand
{
    public static Command Make()
    {
        var stores = new Argument<string[]>("store")
        {
            Description = "Folders or azure: URLs to read and write too.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Check that everything HcsGrid needs works on this machine.")
        {
            stores, json,
        };
        command.SetAction((parsed, cancellationToken) => CheckAsync(
            parsed.GetValue(stores) ?? [], new Output(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(
        string[] stores, Output output, CancellationToken cancellationToken)
    {
        var models = ModelFindings.Check(ModelCatalog.Default);
        var findings = new List<DoctorFinding>
        {
            new("machine", true, $"{RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores, " +
                $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, " +
                RuntimeInformation.FrameworkDescription),
            Try("image codecs (libvips)", CheckImages),
            Try("tables (DuckDB)", CheckTables),
            models.Runtime,
            new("GPU (CUDA)", true, CudaProvider.IsFetched
                ? "the provider is there; ask for it with --device cuda"
                : "not fetched; models run on the CPU"),
            await CheckFolderAsync(cancellationToken).ConfigureAwait(false),
        };
        foreach (var store in stores)
            findings.AddRange(await StoreFindings.CheckAsync(store, cancellationToken).ConfigureAwait(false));
        var partsWork = findings.All(f => f.Works);
        findings.AddRange(models.Broken);
        if (output.IsJson)
        {
            Output.WriteJson(findings);
        }
        else
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("Part", "Works", "");
            foreach (var finding in findings)
                table.AddRow(finding.Part, finding.Works ? "[green]yes[/]" : "[red]no[/]", Markup.Escape(finding.Text));
            output.People.Write(table);
        }

        return !partsWork ? ExitCode.Failed : models.Broken.Count > 0 ? ExitCode.DoneWithProblems : ExitCode.Done;
    }

    private static string CheckImages()
    {
        ushort[] samples = [1, 2, 3, 65535];
        var pool = new PixelPool(new PixelPoolOptions());
        using var plane = new ImageDecoder(pool,
            new ImageDecoderOptions()).DecodePlane(ImageEncoder.EncodeTiff(samples, 2, 2));
        return plane.UInt16Samples.SequenceEqual(samples)
            ? "a 16-bit TIFF was written and read back"
            : throw new ScreenDataException("a 16-bit TIFF did not read back as it was written", Place.Unknown);
    }

    private static string CheckTables()
    {
        var table = new ProfileTableBuilder(["Metadata_Well"], ["x"]).AddRow(["A01"], [0.1]).Build();
        var again = ParquetTable.FromBytes(ParquetTable.ToBytes(table), "probe.parquet");
        return again[0, 0] == 0.1
            ? "a Parquet table was written and read back"
            : throw new ScreenDataException("a Parquet table did not read back as it was written", Place.Unknown);
    }

    private static async Task<DoctorFinding> CheckFolderAsync(CancellationToken cancellationToken)
    {
        const string part = "current folder";
        try
        {
            var probe = Directory.CreateDirectory(
                Path.Combine(Environment.CurrentDirectory, $".hcsgrid-doctor-{Environment.ProcessId}"));
            try
            {
                await BlobStores.Open(probe.FullName).EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                probe.Delete(recursive: true);
            }

            return new DoctorFinding(part, true, "can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DoctorFinding(part, false, error.Message);
        }
    }

    private static DoctorFinding Try(string part, Func<string> check)
    {
        try
        {
            return new DoctorFinding(part, true, check());
        }
#pragma warning disable CA1031 // A doctor reports what he finds.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new DoctorFinding(part, false, error.Message);
        }
    }
}
