using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests;

public class DocumentsSchemaTests
{
    private const string SmallestJob =
        """{"name": "x", "images": {"pattern": "{well}_{channel}.tif"}, "channels": [{"name": "DNA"}]}""";

    private static string SmallestCard =>
        DocumentsSchema.ModelCard.Root["examples"]![0]!.ToJsonString();

    public static TheoryData<string> Examples => [.. FilesOf("docs/examples", "*.json", SearchOption.TopDirectoryOnly)];

    public static TheoryData<string> Cards => [.. FilesOf("models", "model.json", SearchOption.AllDirectories)];

    public static TheoryData<string> WrongJobs =>
    [
        """{"tile": {}}""",
        """{"name": "a b"}""",
        """{"name": ".a"}""",
        """{"name": null}""",
        """{"formatVersion": 2}""",
        """{"formatVersion": "1"}""",
        """{"images": {}}""",
        """{"images": {"pattern": "{channel}.tif"}}""",
        """{"images": {"pattern": "{well}_{colour}.tif"}}""",
        """{"images": {"pattern": "{row}_{channel}.tif"}}""",
        """{"images": {"pattern": "{well}.tif", "store": ""}}""",
        """{"images": {"pattern": "{well}.tif", "plate": "../x"}}""",
        """{"channels": []}""",
        """{"channels": [{"name": "a_b"}]}""",
        """{"channels": [{"name": "a", "token": ""}]}""",
        """{"channels": [{"name": "a", "band": 3}]}""",
        """{"channels": [{"name": "a", "colour": "red"}]}""",
        """{"plateFormat": 100}""",
        """{"plateMap": {}}""",
        """{"plateMap": {"file": "a.csv", "barcodes": "b.csv"}}""",
        """{"plateMap": {"file": "a.csv", "roles": {"x": "control"}}}""",
        """{"plateMap": {"regions": [{"wells": "A01-D12"}]}}""",
        """{"plateMap": {"regions": [{"wells": "A49"}]}}""",
        """{"plateMap": {"regions": [{"wells": "AG1"}]}}""",
        """{"plateMap": {"regions": [{"wells": "A01", "role": "dmso"}]}}""",
        """{"images": {"pattern": "{image}_{well}.tif"}}""",
        """{"detection": {"pixelSizeNm": 0}}""",
        """{"detection": {"threshold": 1}}""",
        """{"detection": {"groupsNm": [0]}}""",
        """{"detection": {"region": "{*}.png"}}""",
        """{"detection": {"overlayPixels": 63}}""",
        """{"detection": {"placements": 18}}""",
        """{"detection": {"placements": 10000}}""",
        """{"detection": {"ripleyDistanceNm": 0}}""",
        """{"detection": {"clusterDistanceNm": 1000001}}""",
        """{"detection": {"pixelsize": 1}}""",
        """{"tiles": null}""",
        """{"tiles": {"overlapPixels": -1}}""",
        """{"tiles": {"cells": {"channel": "DNA", "minimumDiameterPixels": 3, "maximumDiameterPixels": 50}}}""",
        """{"tiles": {"cells": {"channel": "DNA", "minimumDiameterPixels": 9, "maximumDiameterPixels": 1001}}}""",
        """{"tiles": {"cells": {"locations": "{well}_{channel}.csv"}}}""",
        """{"tiles": {"cells": {"locations": "{well:a01}.csv"}}}""",
        """{"tiles": {"cells": {"locations": "{well}.csv", "maxCellsPerSite": 0}}}""",
        """{"tiles": {"cells": {"locations": "{well}.csv", "column": {}}}}""",
        """{"scaling": {"high": 101}}""",
        """{"scaling": {"method": "quantiles"}}""",
        """{"scaling": {"sampleSiteCount": 0}}""",
        """{"aggregation": {"sites": "max"}}""",
        """{"normalization": {"method": "mad-robustize"}}""",
        """{"normalization": {"method": 1}}""",
        """{"normalization": {"madEpsilon": 1}}""",
        """{"thumbnails": {"sizePixels": 8}}""",
        """{"limits": {"maxImagePixels": 0}}""",
        """{"limits": {"maxImageBytes": 2147483648}}""",
    ];

    public static TheoryData<string> RightJobs =>
    [
        """{"$schema": "x", "name": "a.B-1_"}""",
        """{"images": {"pattern": "{plate}/{row}{column}f{site}{*}{channel}.tif", "plate": "P 1+b.2"}}""",
        """{"channels": [{"name": "Größe-2", "token": null, "band": 0, "colour": "#00fFaA"}]}""",
        """{"plateFormat": 1536, "modelSha256": null, "plateMap": null}""",
        """{"plateMap": {"file": "a.csv", "barcodes": null, "roles": {"x": "NEGCON_1", "y": "Empty"}}}""",
        """{"plateMap": {"regions": [{"wells": "af48:a001", "role": "poscon_cp", "dose": 0.5}]}}""",
        """{"scaling": {"method": "range", "low": -5, "high": 70000}}""",
        """{"normalization": {"method": "standardize", "samples": "all", "madEpsilon": 0}}""",
        """{"images": {"pattern": "{plate}/{image}_{site}.tif"}}""",
        """{"detection": null}""",
        """{"tiles": {"cells": null}}""",
        """{"tiles": {"cells": {"locations": "l/{well:A1}.csv", "columns": {"x": "a"}, "maxCellsPerSite": 9}}}""",
        """{"tiles": {"cells": {"channel": "DNA", "minimumDiameterPixels": 4, "maximumDiameterPixels": 1000}}}""",
        """{"detection": {"pixelSizeNm": 0.559, "groupsNm": [6, 12], "region": "m/mask.png", "overlayPixels": 0}}""",
        """{"detection": {"placements": 0, "ripleyDistanceNm": 120, "clusterDistanceNm": 30.5}}""",
        """{"thumbnails": {"sizePixels": 0}}""",
        """{"thumbnails": {"sizePixels": 512}}""",
    ];

    public static TheoryData<string> WrongCards =>
    [
        """{"formatVersion": 2}""",
        """{"name": "a_b"}""",
        """{"author": "x"}""",
        """{"sha256": "00"}""",
        """{"file": "../model.onnx"}""",
        """{"batchSize": 0}""",
        """{"batchSize": 4097}""",
        """{"outputs": []}""",
        """{"outputs": [{"name": "a", "meaning": "vector", "shape": [4]}]}""",
        """{"outputs": [{"name": "a", "meaning": "embedding", "shape": [0]}]}""",
        """{"input": {"name": "a", "channels": "alone", "widthPixels": 8, "heightPixels": 8}}""",
        """{"input": {"name": "a", "channels": 65, "widthPixels": 8, "heightPixels": 8}}""",
        """{"input": {"name": "a", "channels": 5, "widthPixels": 8193, "heightPixels": 8}}""",
        """{"test": {"input": "a.npy"}}""",
        """{"test": {"input": "../a.npy", "output": "b.npy", "outputName": "o", "tolerance": 0}}""",
        """{"test": {"input": "a.npy", "output": "b.npy", "outputName": "o", "tolerance": -1}}""",
        """{"input": {"name": "", "channels": 1, "widthPixels": 8, "heightPixels": 8}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "pixelSizeMicrometres": 0}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "normalization": "mean"}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "planes": []}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "planes": [-1]}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "deviations": [0]}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "layout": "nhwc"}}""",
        """{"input": {"name": "a", "channels": 1, "widthPixels": 8, "heightPixels": 8, "others": [{"name": "b"}]}}""",
        """{"outputs": [{"name": "a", "meaning": "map", "shape": [4], "activation": "tanh"}]}""",
    ];

    [Fact]
    public void The_jobs_schema_describes_what_the_program_reads() =>
        RuleAssert.Holds(DocumentsSchemaRules.Differences(
            DocumentsSchema.Job.Root, typeof(ScreenJob), JsonNamingPolicy.SnakeCaseLower));

    [Fact]
    public void The_model_cards_schema_describes_what_the_program_reads() =>
        RuleAssert.Holds(DocumentsSchemaRules.Differences(
            DocumentsSchema.ModelCard.Root, typeof(ModelCard), JsonNamingPolicy.KebabCaseLower));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_job_is_valid_and_read(string path)
    {
        Assert.Empty(DocumentsSchema.Job.ErrorsOf(DocumentsSchema.Read(path)));
        var job = JobFile.Read(Path.Combine(Shared.RepositoryRoot, path));
        Assert.Equal(Path.GetFileNameWithoutExtension(path), job.Name);
        Assert.True(File.Exists(Path.Combine(Shared.RepositoryRoot, Path.GetDirectoryName(path)!, job.Schema!)));
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void A_shipped_model_card_is_valid_and_read(string path)
    {
        Assert.Empty(DocumentsSchema.ModelCard.ErrorsOf(DocumentsSchema.Read(path)));
        var folder = Path.GetDirectoryName(Path.Combine(Shared.RepositoryRoot, path))!;
        Assert.Equal(Path.GetFileName(folder), ModelFolder.Open(folder).Card.Name);
    }

    [Fact]
    public void The_schemas_own_examples_are_valid_and_read()
    {
        var jobs = DocumentsSchema.Job.Root["examples"]!.AsArray();
        var cards = DocumentsSchema.ModelCard.Root["examples"]!.AsArray();
        Assert.NotEmpty(jobs);
        Assert.NotEmpty(cards);
        foreach (var job in jobs)
        {
            Assert.Empty(DocumentsSchema.Job.ErrorsOf(job));
            Assert.Equal(job!["name"]!.GetValue<string>(), Parse(job.ToJsonString()).Name);
        }

        foreach (var card in cards)
        {
            Assert.Empty(DocumentsSchema.ModelCard.ErrorsOf(card));
            card!.Deserialize<ModelCard>(ModelFolder.CardJson)!.Validate("example");
        }
    }

    [Fact]
    public void A_job_with_every_default_written_out_is_valid()
    {
        var written = Encoding.UTF8.GetString(JobFile.Write(Parse(SmallestJob)));
        Assert.Contains("\"sampleSiteCount\": 24", written, StringComparison.Ordinal);
        Assert.Empty(DocumentsSchema.Job.ErrorsOf(JsonNode.Parse(written)));
    }

    [Theory]
    [MemberData(nameof(WrongJobs))]
    public void A_wrong_job_is_refused_by_the_schema_and_by_the_program(string change)
    {
        Assert.Empty(DocumentsSchema.Job.ErrorsOf(JsonNode.Parse(SmallestJob)));
        var job = With(SmallestJob, change);
        Assert.NotEmpty(DocumentsSchema.Job.ErrorsOf(job));
        Assert.Throws<ScreenDataException>(() => Parse(job.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(RightJobs))]
    public void A_right_job_passes_the_schema_and_the_program(string change)
    {
        var job = With(SmallestJob, change);
        Assert.Empty(DocumentsSchema.Job.ErrorsOf(job));
        Parse(job.ToJsonString());
    }

    // docs/formats/job.md lists what a schema cannot say.
    [Theory]
    [InlineData("""{"channels": [{"name": "a"}, {"name": "A", "token": "b"}]}""")]
    [InlineData("""{"channels": [{"name": "a", "token": "1"}, {"name": "b", "token": "1"}]}""")]
    [InlineData("""{"channels": [{"name": "a"}, {"name": "b"}], "images": {"pattern": "{well}.tif"}}""")]
    [InlineData("""{"scaling": {"low": 50, "high": 50}}""")]
    public void What_a_schema_cannot_say_the_program_refuses(string change)
    {
        var job = With(SmallestJob, change);
        Assert.Empty(DocumentsSchema.Job.ErrorsOf(job));
        Assert.Throws<ScreenDataException>(() => Parse(job.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(WrongCards))]
    public void A_wrong_model_card_is_refused_by_the_schema_and_by_the_program(string change)
    {
        var card = With(SmallestCard, change);
        Assert.NotEmpty(DocumentsSchema.ModelCard.ErrorsOf(card));
        Assert.ThrowsAny<Exception>(() => card.Deserialize<ModelCard>(ModelFolder.CardJson)!.Validate("card"));
    }

    [Theory]
    [InlineData("title", null, "lacks the property 'title'")]
    [InlineData("title", """{"description": "x", "type": "string", "default": "a"}""", "the program's is \"\"")]
    [InlineData("title", """{"description": "x", "type": ["string", "null"], "default": ""}""", "allows null")]
    [InlineData("title", """{"type": "string", "default": ""}""", "no description")]
    [InlineData("titel", """{"description": "x", "type": "string", "default": ""}""", "which ScreenJob lacks")]
    public void A_schema_that_differs_from_the_program_is_found(string key, string? schema, string expected)
    {
        var root = DocumentsSchema.Job.Root.DeepClone().AsObject();
        var properties = root["properties"]!.AsObject();
        properties.Remove(key);
        if (schema is not null)
            properties[key] = JsonNode.Parse(schema);
        RuleAssert.Breaks(
            expected, DocumentsSchemaRules.Differences(root, typeof(ScreenJob), JsonNamingPolicy.SnakeCaseLower));
    }

    private static ScreenJob Parse(string json) => JobFile.Parse(Encoding.UTF8.GetBytes(json), "job.json");

    // The document with the keys of the change in place of its own.
    private static JsonObject With(string document, string change)
    {
        var changed = JsonNode.Parse(document)!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(change)!.AsObject())
            changed[key] = value?.DeepClone();
        return changed;
    }

    private static IEnumerable<string> FilesOf(string folder, string name, SearchOption option) =>
        Directory.EnumerateFiles(Path.Combine(Shared.RepositoryRoot, folder), name, option)
            .Select(f => Path.GetRelativePath(Shared.RepositoryRoot, f)).Order(StringComparer.Ordinal);
}
