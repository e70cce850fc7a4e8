using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests;

public class FeatureLayoutTests
{
    private static readonly Channel[] Channels = [new("DNA"), new("ER"), new("AGP")];

    [Fact]
    public void Columns_are_the_embedding_then_each_channels_statistics_then_the_pairs()
    {
        using var model = new FakeModel(batchSize: 1);
        var names = new FeatureLayout(model.Card, Channels).Names;
        Assert.Equal((3 * 3) + (3 * 14) + 3, names.Count);
        Assert.Equal(["fake_DNA_0", "fake_DNA_1", "fake_DNA_2", "fake_ER_0"], names.Take(4));
        Assert.Equal(
            [
                "Image_Intensity_MeanIntensity_DNA", "Image_Intensity_StdIntensity_DNA",
                "Image_Intensity_MinIntensity_DNA",
                "Image_Intensity_MaxIntensity_DNA", "Image_Intensity_MedianIntensity_DNA",
                "Image_Intensity_MADIntensity_DNA",
                "Image_Intensity_LowerQuartileIntensity_DNA", "Image_Intensity_UpperQuartileIntensity_DNA",
                "Image_Intensity_Percentile1Intensity_DNA", "Image_Intensity_Percentile99Intensity_DNA",
                "Image_Intensity_Skewness_DNA", "Image_ImageQuality_FocusScore_DNA",
                "Image_ImageQuality_PercentMaximal_DNA",
                "Image_ImageQuality_PercentSaturated_DNA", "Image_Intensity_MeanIntensity_ER",
            ],
            names.Skip(9).Take(15));
        Assert.Equal(
            [
                "Image_Correlation_Correlation_DNA_ER", "Image_Correlation_Correlation_DNA_AGP",
                "Image_Correlation_Correlation_ER_AGP",
            ],
            names.TakeLast(3));
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void A_model_that_takes_channels_together_has_one_embedding_of_all()
    {
        using var model = new FakeModel(batchSize: 1, channels: new ModelChannels(false, 3));
        Assert.Equal(
            ["fake_all_0", "fake_all_1", "fake_all_2", "Image_Intensity_MeanIntensity_DNA"],
            new FeatureLayout(model.Card, Channels).Names.Take(4));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_model_that_takes_another_number_of_channels_together_is_told_with_those_named(int count)
    {
        using var model = new FakeModel(batchSize: 1, channels: new ModelChannels(false, count));
        var error = Assert.Throws<ScreenDataException>(() => new FeatureLayout(model.Card, Channels));
        Assert.Contains($"{count} channels together, and 3 are named: DNA, ER, AGP", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_an_embedding_has_no_layout()
    {
        using var model = new FakeModel(batchSize: 1);
        var card = model.Card with { Outputs = [model.Card.Outputs[0] with { Meaning = OutputMeaning.Map }] };
        Assert.Throws<ScreenDataException>(() => new FeatureLayout(card, Channels));
    }

    [Fact]
    public void A_profile_has_the_mean_of_the_tiles_and_every_number_at_its_place()
    {
        using var model = new FakeModel(batchSize: 1);
        var layout = new FeatureLayout(model.Card, Channels);
        var embeddings = new SiteEmbeddings(2, 3, 3, [.. Enumerable.Range(0, 18).Select(i => (float)(i * i))]);
        var profile = layout.SiteProfile(embeddings, [Of(1000), Of(2000), Of(3000)], [0.1, 0.2, 0.3]);
        for (var i = 0; i < 9; i++)
            Assert.Equal(((i * i) + ((i + 9) * (i + 9))) / 2.0, profile[i]);
        Assert.Equal([.. Numbers(1000), .. Numbers(2000), .. Numbers(3000), 0.1, 0.2, 0.3], profile[9..]);
    }

    [Fact]
    public void Codes_stand_after_all_features_as_the_mean_of_the_tiles()
    {
        using var model = new FakeModel(batchSize: 1);
        var layout = new FeatureLayout(WithCodes(model.Card, 2), Channels[..2]);
        Assert.Equal(new FeatureLayout(model.Card, Channels[..2]).Names, layout.Names);
        Assert.Equal(["fake_DNA_code0", "fake_DNA_code1", "fake_ER_code0", "fake_ER_code1"], layout.CodeNames);
        float[] values =
        [
            1, 2, 3, 0.25f, 0.75f, 4, 5, 6, 0, 1,
            3, 4, 5, 0.75f, 0.25f, 6, 7, 8, 0.5f, 0.5f,
        ];
        var profile = layout.SiteProfile(new SiteEmbeddings(2, 2, 5, values), [Of(1000), Of(2000)], [0.1]);
        Assert.Equal(
            [2, 3, 4, 5, 6, 7, .. Numbers(1000), .. Numbers(2000), 0.1, 0.5, 0.5, 0.25, 0.75], profile);
        Assert.Equal((layout.Length, layout.Count + 4), (profile.Length, layout.Length));
    }

    [Theory]
    [InlineData(0.5f, 0.4f, "sum to 0.9,")]
    [InlineData(1.5f, -0.5f, "the least -0.5;")]
    [InlineData(float.NaN, 1f, "sum to NaN")]
    public void Shares_that_are_no_histogram_are_told(float first, float second, string reason)
    {
        using var model = new FakeModel(batchSize: 1);
        var layout = new FeatureLayout(WithCodes(model.Card, 2), Channels[..1]);
        var error = Assert.Throws<ScreenDataException>(() => layout.SiteProfile(
            new SiteEmbeddings(1, 1, 5, [1, 2, 3, first, second]), [Of(1000)], []));
        Assert.Contains("The code histogram of the model fake", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static ModelCard WithCodes(ModelCard card, int count) => card with
    {
        Outputs =
        [
            .. card.Outputs,
            new ModelOutput { Name = "codes", Meaning = OutputMeaning.CodeHistogram, Shape = [count] },
        ],
    };

    private static double[] Numbers(int first) => [.. Enumerable.Range(first, 14).Select(i => (double)i)];

    private static PlaneStatistics Of(int first) => new()
    {
        PixelCount = 1,
        Mean = first,
        StandardDeviation = first + 1,
        Minimum = first + 2,
        Maximum = first + 3,
        Median = first + 4,
        MedianAbsoluteDeviation = first + 5,
        LowerQuartile = first + 6,
        UpperQuartile = first + 7,
        Percentile1 = first + 8,
        Percentile99 = first + 9,
        Skewness = first + 10,
        FocusScore = first + 11,
        PercentMaximal = first + 12,
        PercentSaturated = first + 13,
    };
}
