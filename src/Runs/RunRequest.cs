using HcsGrid.Inference;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// What <see cref="LocalGrid"/> is asked to run.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Images">The store of the images.</param>
/// <param name="Output">The store of the run folder.</param>
/// <param name="Model">The model; the caller's to dispose.</param>
public sealed record RunRequest(ScreenJob Job, IBlobStore Images, IBlobStore Output, ITileModel Model);
