using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Tests.Normalization;

public sealed class NormalizationNamesTests
{
    [Fact]
    public void Every_method_has_a_name_that_leads_back_to_it()
    {
        var methods = Enum.GetValues<NormalizationMethod>();
        Assert.Equal(methods, methods.Select(method => NormalizationNames.Parse(NormalizationNames.Of(method))));
        Assert.Equal(methods.Select(NormalizationNames.Of).Order(), NormalizationNames.All.Order());
    }

    [Fact]
    public void Another_name_is_refused_with_those_that_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => NormalizationNames.Parse("zscore"));
        Assert.Contains("standardize, robustize, mad_robustize, center", error.Message, StringComparison.Ordinal);
    }
}
