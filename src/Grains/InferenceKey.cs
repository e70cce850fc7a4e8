namespace HcsGrid.Grains;

/// <summary>
/// The key of an <see cref="IInferenceGrain"/>: <c>silo/sha-256</c>.
/// </summary>
internal static class InferenceKey
{
    public static string Of(ModelPlace place) => $"{place.Silo.ToParsableString()}/{place.ModelSha256}";

    public static ModelPlace Parse(string key)
    {
        var slash = key.LastIndexOf('/');
        return new ModelPlace(SiloAddress.FromParsableString(key[..slash]), key[(slash + 1)..]);
    }
}
