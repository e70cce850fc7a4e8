using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class RetrievalTests
{
    private const string Label = "Metadata_label";
    private const string Plate = "Metadata_plate";
    private static readonly RetrievalOptions Options = new() { PartnerColumn = Label, Top = [1, 2], OtherCount = 2 };

    [Fact]
    public void A_partner_is_found_if_fewer_others_are_nearer()
    {
        // By angle: a b a b c. Others nearer than the partner: 1 for the first a, 3 for the second, 2 for each b.
        var table = MadeUpTables.Of([1, 1, 1, 1, 1, 0], [0, 0.1, 0.2, 0.35, 0.4, 0])
            .WithMetadata(Label, ["a", "b", "a", "b", "c", "a"]);
        var result = Retrieval.Of(table, Options);
        Assert.Equal([0, 1], result.Top.Select(top => top.Found.Count));
        Assert.All(result.Top, top => Assert.Equal(4, top.Found.Total));
        Assert.Equal((4.0, 2), (result.MeanCandidateCount, result.RowsLeftOut));
    }

    [Fact]
    public void Rows_of_the_same_plate_are_no_candidates()
    {
        var table = MadeUpTables.Of([1, 1, 1, 1], [0, 0.1, 0.2, 0.3])
            .WithMetadata(Label, ["a", "a", "a", "b"]).WithMetadata(Plate, ["P", "P", "Q", "Q"]);
        var result = Retrieval.Of(table, Options with { NotSameColumn = Plate, OtherCount = 1 });
        Assert.Equal(3, result.Top[0].Found.Count);
        Assert.Equal(2, result.MeanCandidateCount);
        Assert.Equal((2, 2), (result.AmongRandomOthers.Count, result.AmongRandomOthers.Total));
    }

    [Fact]
    public void Among_random_others_chance_finds_its_share()
    {
        // 1 of 1 + 4, for 1,500 queries: within five standard errors.
        var table = MadeUpTables.Random(1500, 30, seed: 2)
            .WithMetadata(Label, [.. Enumerable.Range(0, 1500).Select(row => $"{row / 2}")]);
        var options = Options with { OtherCount = 4 };
        var result = Retrieval.Of(table, options).AmongRandomOthers;
        Assert.Equal(1500, result.Total);
        Assert.InRange(result.Share!.Value, 0.2 - 0.052, 0.2 + 0.052);
        Assert.Equal(result, Retrieval.Of(table, options).AmongRandomOthers);
        Assert.NotEqual(result.Count, Retrieval.Of(table, options with { Seed = 1 }).AmongRandomOthers.Count);
        Assert.Equal(0, Retrieval.Of(table, options with { OtherCount = 1499 }).AmongRandomOthers.Total);
    }

    [Fact]
    public void One_reference_a_class_answers_all_others_but_those_of_its_compound_and_plate()
    {
        var angles = Enumerable.Range(0, 12).Select(row => (row / 6) + (0.01 * row)).ToArray();
        var table = MadeUpTables.Of([.. angles.Select(Math.Cos)], [.. angles.Select(Math.Sin)])
            .WithMetadata("moa", [.. Enumerable.Range(0, 12).Select(row => row < 6 ? "M" : "K")])
            .WithMetadata(Label, [.. Enumerable.Range(0, 12).Select(row => $"{row / 3}")])
            .WithMetadata(Plate, [.. Enumerable.Range(0, 12).Select(row => $"{row % 3 / 2}")]);
        var all = Retrieval.ZeroShot(table, "moa", null, null, SimilarityKind.Cosine, seed: 0);
        Assert.Equal((10, 10), (all.Count, all.Total));
        var compounds = Retrieval.ZeroShot(table, "moa", Label, null, SimilarityKind.Cosine, seed: 0);
        Assert.Equal((6, 6), (compounds.Count, compounds.Total));
        var plates = Retrieval.ZeroShot(table, "moa", Label, Plate, SimilarityKind.Cosine, seed: 0);
        Assert.InRange(plates.Total, 7, 10);
    }

    [Fact]
    public void Empty_tables_and_options_out_of_bounds_have_a_stated_outcome()
    {
        var empty = MadeUpTables.Of([1.0]).WithMetadata(Label, ["a"]).SelectRows([]);
        var result = Retrieval.Of(empty, Options);
        Assert.Equal(new ShareInterval(0, 0), result.Top[0].Found);
        Assert.Null(result.MeanCandidateCount);
        Assert.Equal(0, Retrieval.ZeroShot(empty, Label, null, null, SimilarityKind.Cosine, 0).Total);
        Assert.Contains("Top", Refused(Options with { Top = [0] }));
        Assert.Contains("OtherCount", Refused(Options with { OtherCount = 0 }));
        string Refused(RetrievalOptions options) =>
            Assert.Throws<ArgumentException>(() => Retrieval.Of(empty, options)).Message;
    }
}
