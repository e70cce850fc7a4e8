using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Grains;

/// <summary>
/// Opens the images of jobs: what a silo's wells read.
/// </summary>
internal interface ISiteReaders
{
    /// <summary>The reader of a job's images; safe for many wells at once.</summary>
    /// <exception cref="Plates.ScreenDataException">The job may not read its store, or it is not there.</exception>
    ISiteReader Open(ScreenJob job);
}
