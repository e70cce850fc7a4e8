namespace HcsGrid.Grains;

/// <summary>
/// Begins one plate and makes its tables. The key is <c>job/plate</c>.
/// </summary>
/// <remarks>A call answers null (or false) where the work goes on after <see cref="GrainsOptions.AskAgainAfter"/>: it
/// is to be asked again, and joins.</remarks>
[Alias("hcsgrid.plate")]
public interface IPlateGrain : IGrainWithStringKey
{
    /// <summary>Begins the plate where nobody has, and reads from the store how far it is.</summary>
    [Alias("open")]
    [ResponseTimeout("00:02:00")]
    Task<OpenedPlate?> OpenAsync();

    /// <summary>Makes the plate's tables of so many wells that are done, unless they are made, and tells the
    /// compounds of its wells.</summary>
    [Alias("finish")]
    [ResponseTimeout("00:02:00")]
    Task<bool> FinishAsync(int doneCount);
}
