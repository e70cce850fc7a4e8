using HcsGrid.Inference;
using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// A job that this silo works on.
/// </summary>
internal sealed record SiloJob(RunSession Session, ITileEmbedder Embedder);
