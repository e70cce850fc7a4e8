using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Jobs;

public class PlateMapReaderTests
{
    private static readonly PlateId Plate = new("P1");
    private readonly MemoryBlobStore _store = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_says_what_each_well_holds()
    {
        _store.Put("map.csv", """
            well_position,broad_sample,pert_iname,mmoles_per_liter,pert_type,moa,other
            a1,BRD-1,taxol,0.5,trt,tubulin stabilizer|antimitotic,x
            A02,DMSO,DMSO,,negcon,,x
            A03,BRD-2,,1e-3,poscon_cp,,x
            A04,,,,empty,,x
            A05,BRD-3,x,2,,,x
            """);
        var (entries, problems) = await ReadAsync(new PlateMapSource { File = "map.csv", DoseUnit = "mM" });
        Assert.Empty(problems);
        Assert.Equal(
            ["A01 trt taxol 0.5 mM BRD-1 tubulin stabilizer|antimitotic", "A02 negcon DMSO - - DMSO -",
             "A03 poscon BRD-2 0.001 mM BRD-2 -", "A04 empty -", "A05 trt x 2 mM BRD-3 -"],
            entries);
    }

    [Fact]
    public async Task The_fields_form_of_barcodes_maps_and_metadata_is_joined()
    {
        _store.Put("meta/barcode_platemap.csv", "\uFEFFAssay_Plate_Barcode,Plate_Map_Name\nP0,M-0\nP1,M-1\nP1,M-1\n");
        _store.Put(
            "meta/platemap/M-1.txt",
            "plate_map_name\twell_position\tbroad_sample\tmmoles_per_liter\n" +
            "M-1\tB02\tBRD-1\t3\nM-1\tB03\tBRD-9\t4\nM-1\tB04\tBRD-2\t5\nM-1\tB05\t\t6\n");
        _store.Put(
            "more.tsv",
            "broad_sample\tpert_iname\tmoa\nBRD-1\ttaxol\ttubulin\n BRD-2 \tx\ty\n\tnobody\tz\n\tno one\tz\n");
        var source = new PlateMapSource { Barcodes = "meta/barcode_platemap.csv", Metadata = "more.tsv" };
        var (entries, problems) = await ReadAsync(source);
        Assert.Empty(problems);
        Assert.Equal(
            [
                "B02 trt taxol 3 - BRD-1 tubulin", "B03 trt BRD-9 4 - BRD-9 -", "B04 trt x 5 - BRD-2 y",
                "B05 trt  6 - - -",
            ],
            entries);
    }

    [Fact]
    public async Task A_plate_without_a_map_is_a_problem_and_the_others_are_read()
    {
        _store.Put("barcodes.csv", "Assay_Plate_Barcode,Plate_Map_Name\nP0,M\n");
        _store.Put("platemap/M.txt", "well_position,compound\nA01,x\n");
        var reader = new PlateMapReader(_store, new PlateMapSource { Barcodes = "barcodes.csv" });
        Assert.Empty(await reader.ReadAsync(Plate, [], Stop));
        Assert.Single(await reader.ReadAsync(new PlateId("P0"), [], Stop));
        var problem = Assert.Single(reader.Problems);
        Assert.Equal(("P1", "barcodes.csv"), (problem.Plate, problem.Blob));
    }

    [Fact]
    public async Task A_plate_of_two_maps_and_an_identifier_of_two_compounds_end_the_reading_with_their_line()
    {
        _store.Put("barcodes.csv", "Assay_Plate_Barcode,Plate_Map_Name\nP1,M\nP1,N\n");
        var error = await RefusedAsync(new PlateMapSource { Barcodes = "barcodes.csv" });
        Assert.Equal(("barcodes.csv", 3), (error.Place.Blob, error.Place.LineNumber));
        _store.Put("map.csv", "well,broad_sample\nA01,x\n");
        _store.Put("more.csv", "broad_sample,compound\nx,1\nx,2\n");
        error = await RefusedAsync(new PlateMapSource { File = "map.csv", Metadata = "more.csv" });
        Assert.Equal(("more.csv", 3), (error.Place.Blob, error.Place.LineNumber));
    }

    [Fact]
    public async Task A_line_that_cannot_be_used_is_a_problem_with_its_line_and_the_others_count()
    {
        _store.Put("map.csv", """
            well,compound,dose,pert_type
            A01,x,1,trt
            Z99,x,1,trt
            A02,x,much,trt
            A03,x,1,drug
            A01,y,1,trt
            A01,x,1.0,trt
            A04,x,inf,trt
            """);
        var (entries, problems) = await ReadAsync(new PlateMapSource { File = "map.csv" });
        Assert.Equal(
            ["A01 trt x 1 - - -", "A02 trt x - - - -", "A03 trt x 1 - - -", "A04 trt x - - - -"], entries);
        Assert.Equal([3, 4, 5, 6, 8], problems.Select(p => p.Line!.Value));
        Assert.All(problems, p => Assert.Equal("map.csv", p.Blob));
        Assert.Contains("'Z99' is not a well", problems[0].Text, StringComparison.Ordinal);
        Assert.Contains("'much' of well A02", problems[1].Text, StringComparison.Ordinal);
        Assert.Contains("'drug' of well A03", problems[2].Text, StringComparison.Ordinal);
        Assert.Contains("A01 stands twice", problems[3].Text, StringComparison.Ordinal);
        Assert.Contains("'inf' of well A04", problems[4].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_is_what_its_control_type_says()
    {
        _store.Put("map.csv", """
            well,pert_type,control_type
            A01,control,negcon
            A02,control,poscon_cp
            A03,trt,
            A04,control,
            A05,,negcon
            """);
        var (entries, problems) = await ReadAsync(new PlateMapSource { File = "map.csv" });
        Assert.Equal(["A01 negcon -", "A02 poscon -", "A03 trt -", "A04 trt -", "A05 negcon -"], entries);
        Assert.Contains("A04 is a control", Assert.Single(problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_may_be_letters_or_numbers_and_the_map_may_name_its_own_columns_and_roles()
    {
        _store.Put("map.tsv", "R\tC\tKind\tDrug\tAmount\n4\t01\t-1\tx\t1\nd\t2\t1\ty\t2\n AB \t 3 \t0\tz\t3\n");
        var source = new PlateMapSource
        {
            File = "map.tsv",
            Columns = new PlateMapColumns
            {
                Row = "R",
                Column = "C",
                Role = "Kind",
                Compound = "Drug",
                Dose = "Amount",
            },
            Roles = new Dictionary<string, string> { ["-1"] = "negcon", ["1"] = "poscon", ["0"] = "trt" },
        };
        var (entries, problems) = await ReadAsync(source);
        Assert.Empty(problems);
        Assert.Equal(["D01 negcon x 1 - - -", "D02 poscon y 2 - - -", "AB03 trt z 3 - - -"], entries);
    }

    [Fact]
    public async Task Regions_say_what_the_file_does_not_and_later_regions_win()
    {
        _store.Put("map.csv", "well,compound,pert_type\nA01,x,\nA02,,poscon\nC03,far,\n");
        var source = new PlateMapSource
        {
            File = "map.csv",
            DoseUnit = "nM",
            Regions =
            [
                new PlateRegion { Wells = "B02:A01", Compound = "first", Dose = 1, Role = "trt", Moa = "m" },
                new PlateRegion { Wells = "A02", Compound = "second", Role = "negcon" },
            ],
        };
        var (entries, problems) = await ReadAsync(source, "A01", "B01", "B02", "D04");
        Assert.Empty(problems);
        Assert.Equal(
            ["A01 trt x 1 nM - m", "A02 poscon second 1 nM - m", "B01 trt first 1 nM - m", "B02 trt first 1 nM - m",
             "C03 trt far - - - -"],
            entries);
    }

    [Fact]
    public async Task Regions_alone_are_a_plate_map()
    {
        var source = new PlateMapSource { Regions = [new PlateRegion { Wells = "A01:A02", Role = "negcon" }] };
        var (entries, _) = await ReadAsync(source, "A01", "A03");
        Assert.Equal(["A01 negcon -"], entries);
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "well_position")]
    [InlineData("", "map.csv")]
    [InlineData("well,well\nA01,A02\n", "well")]
    [InlineData("well,dose\nA01\n", "map.csv")]
    [InlineData("well,compound\n\"A01,x\n", "map.csv")]
    public async Task A_file_that_is_no_plate_map_ends_the_reading(string text, string reason)
    {
        _store.Put("map.csv", text);
        var error = await RefusedAsync(new PlateMapSource { File = "map.csv" });
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal("map.csv", error.Place.Blob);
    }

    [Fact]
    public async Task A_missing_file_a_named_column_that_is_not_there_and_a_name_that_leaves_the_store_are_told()
    {
        Assert.Equal("none.csv", (await RefusedAsync(new PlateMapSource { File = "none.csv" })).Place.Blob);
        _store.Put("map.csv", "well,compound\nA01,x\n");
        var source = new PlateMapSource { File = "map.csv", Columns = new PlateMapColumns { Dose = "Amount" } };
        var error = await RefusedAsync(source);
        Assert.Contains("no column 'Amount', only well, compound", error.Message, StringComparison.Ordinal);
        await RefusedAsync(new PlateMapSource { File = "../map.csv" });
        _store.Put("barcodes.csv", "Assay_Plate_Barcode,Plate_Map_Name\nP1,../../secret\n");
        await RefusedAsync(new PlateMapSource { Barcodes = "barcodes.csv" });
    }

    [Fact]
    public async Task A_plate_map_may_name_images_in_place_of_wells()
    {
        _store.Put("map.csv", "image,compound,pert_type\nm2,drug,trt\ntiff/m1.tif,,negcon\nm3,drug,trt\nm2,other,\n");
        var reader = new PlateMapReader(_store, new PlateMapSource { File = "map.csv" });
        WellImages[] wells =
        [
            new(WellAddress.Parse("A01"), [new SiteImages(1, [new BlobKey("tiff/m1.tif")])]) { Name = "m1" },
            new(WellAddress.Parse("A02"), [new SiteImages(1, [new BlobKey("tiff/m2.tif")])]) { Name = "m2" },
            new(WellAddress.Parse("A03"), [new SiteImages(1, [new BlobKey("tiff/m4.tif")])]) { Name = "m4" },
        ];
        var entries = await reader.ReadAsync(Plate, wells, Stop);
        Assert.Equal(["A01 negcon -", "A02 trt drug - - - -"], entries.Select(e => Describe(e.Key, e.Value)));
        Assert.Equal(
            [
                "The image m2 stands twice in the plate map with different values; the first line counts",
                "1 images of the plate map are not there: m3",
            ],
            reader.Problems.Select(p => p.Text));
        Assert.Equal(5, reader.Problems[0].Line);
        await reader.ReadAsync(
            new PlateId("other"), [new(WellAddress.Parse("A01"), []) { Name = "m3" }], Stop);
        Assert.Single(reader.Problems);
    }

    [Fact]
    public async Task The_plate_maps_of_the_public_screens_are_read()
    {
        foreach (var data in (string[])["sbs96", "phenix", "lincs_a549"])
        {
            var job = JobFile.Read(Path.Combine(Shared.RepositoryRoot, "docs", "examples", $"{data}.json"));
            var store = BlobStores.Open(Shared.PathOf("data", data));
            var reader = new PlateMapReader(store, job.PlateMap!);
            var entries = await reader.ReadAsync(Plate, [], Stop);
            Assert.Empty(reader.Problems);
            var roles = entries.Values.GroupBy(e => e.Role).ToDictionary(g => g.Key, g => g.Count());
            switch (data)
            {
                case "sbs96":
                    Assert.Equal(96, entries.Count);
                    Assert.True(roles[ControlRole.NegativeControl] > 0 && roles[ControlRole.PositiveControl] > 0);
                    Assert.Equal("compound rows A-D", entries[WellAddress.Parse("B07")].Perturbation!.Compound);
                    break;
                case "phenix":
                    Assert.Equal(ControlRole.NegativeControl, entries[WellAddress.Parse("D14")].Role);
                    Assert.Equal("AMG900", entries[WellAddress.Parse("N09")].Perturbation!.Compound);
                    Assert.Equal(ControlRole.PositiveControl, entries[WellAddress.Parse("N09")].Role);
                    break;
                default:
                    Assert.Equal(4, entries.Count);
                    Assert.Equal(2, roles[ControlRole.NegativeControl]);
                    break;
            }
        }
    }

    private async Task<(List<string> Entries, IReadOnlyList<RunProblem> Problems)> ReadAsync(
        PlateMapSource source, params string[] wells)
    {
        var reader = new PlateMapReader(_store, source);
        var entries = await reader.ReadAsync(
            Plate, [.. wells.Select(w => new WellImages(WellAddress.Parse(w), []))], Stop);
        return ([.. entries.Select(e => Describe(e.Key, e.Value))], reader.Problems);
    }

    private async Task<ScreenDataException> RefusedAsync(PlateMapSource source) =>
        await Assert.ThrowsAsync<ScreenDataException>(
            () => new PlateMapReader(_store, source).ReadAsync(Plate, [], Stop));

    private static string Describe(WellAddress well, PlateMapEntry entry)
    {
        var what = entry.Perturbation is { } p
            ? $"{p.Compound} {p.Dose?.ToString() ?? "-"} {(p.DoseUnit.Length > 0 ? p.DoseUnit : "-")} " +
                $"{p.Identifier ?? "-"} {p.Moa?.Text ?? "-"}"
            : "-";
        return $"{well} {entry.Role.ToTableText()} {what}";
    }
}
