namespace HcsGrid.Grains;

/// <summary>
/// Runs one well: at most one of the cluster at a time. The key is <c>job/plate/well</c>.
/// </summary>
[Alias("hcsgrid.well")]
public interface IWellGrain : IGrainWithStringKey
{
    /// <summary>Runs the well, or joins where it runs already, and answers when it has ended or
    /// <see cref="GrainsOptions.AskAgainAfter"/> has passed; then it is to be asked again.</summary>
    /// <remarks>So an answer that is lost costs one such time, and nothing waits for hours. Running a well twice
    /// gives the same bytes. An error that is no datum's (a store, a model) is thrown: the well is to be tried
    /// again.</remarks>
    [Alias("run")]
    [ResponseTimeout("00:02:00")]
    Task<WellAnswer> RunAsync();
}
