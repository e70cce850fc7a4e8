using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// The tables of particles of a run: those of a plate from its wells' results, those of the screen from its plates'.
/// </summary>
internal static class RunParticles
{
    /// <summary>The name of the tables.</summary>
    public const string Table = "particles";

    /// <summary>The text column that says which image a row is of: its key in the image store.</summary>
    public const string ImageColumn = "Metadata_Image";

    private static readonly string[] Names = ["Metadata_Plate", "Metadata_Well", "Metadata_Site", ImageColumn];

    /// <summary>The table <c>profiles/particles</c>.</summary>
    public static BlobKey ScreenKey { get; } = new($"profiles/{Table}");

    /// <summary>A plate's table: wells, sites, then particles row by row of their image.</summary>
    public static ProfileTable TableOf(IEnumerable<WellResult> wells, SizeGroups groups)
    {
        var builder = new ProfileTableBuilder(Names, ParticleRows.Columns);
        foreach (var well in wells)
        {
            for (var site = 0; site < well.Images.Count; site++)
            {
                var image = well.Images[site] with { Groups = groups };
                string[] metadata =
                [
                    well.Plate.Barcode, well.Well.ToString(),
                    well.SiteNumbers[site].ToString(CultureInfo.InvariantCulture), image.Path,
                ];
                foreach (var particle in image.Particles)
                    builder.AddRow(metadata, ParticleRows.NumbersOf(image, particle));
            }
        }

        return builder.Build();
    }

    /// <summary>Puts the plates' tables together as the screen's, and writes it.</summary>
    /// <returns>How many particles the screen has; null where the job detects none, or where they are more than a
    /// table holds in memory: that is told as a problem.</returns>
    public static async Task<long?> PutScreenAsync(
        RunFolder folder, ScreenJob job, IReadOnlyList<PlateId> plates, List<RunProblem> problems,
        CancellationToken cancellationToken)
    {
        if (job.Detection is null)
            return null;
        var tables = new List<ProfileTable>();
        var count = 0L;
        foreach (var plate in plates)
        {
            var table = await folder.ReadTableAsync(RunFolder.PlateKey(plate, Table), cancellationToken)
                .ConfigureAwait(false) ?? throw new ScreenDataException(
                    $"The plate is not finished: its table {Table} is missing", new Place { Plate = plate });
            count += table.RowCount;
            if (count * ParticleRows.Columns.Count > ScreenTables.MaxValueCount)
            {
                problems.Add(new RunProblem(
                    $"There is no table of all particles: they are more than " +
                    $"{ScreenTables.MaxValueCount / ParticleRows.Columns.Count} (ScreenTables.MaxValueCount); each " +
                    "plate has its own"));
                return null;
            }

            tables.Add(table);
        }

        var screen = tables.Count == 0
            ? new ProfileTableBuilder(Names, ParticleRows.Columns).Build()
            : ProfileTable.Concat(tables);
        await folder.PutTableAsync(ScreenKey, screen, ProvenanceOf(job, ScreenKey.Text), cancellationToken)
            .ConfigureAwait(false);
        return count;
    }

    /// <summary>Where a table of particles comes from.</summary>
    public static Profiling.Tables.TableProvenance ProvenanceOf(ScreenJob job, string table)
    {
        var detection = job.Detection!;
        return RunProvenance.Of(job, table).With(
            ("detection.threshold", detection.Threshold ?? double.NaN),
            ("detection.groups_nm", string.Join(", ", (detection.GroupsNm ?? []).Select(
                g => g.ToString(CultureInfo.InvariantCulture)))));
    }
}
