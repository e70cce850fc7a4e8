using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// Makes a <see cref="RunProblem"/> what is sent of it, and back.
/// </summary>
[RegisterConverter]
public sealed class RunProblemConverter : IConverter<RunProblem, RunProblemSurrogate>
{
    public RunProblem ConvertFromSurrogate(in RunProblemSurrogate surrogate) => new(surrogate.Text)
    {
        Plate = surrogate.Plate,
        Well = surrogate.Well,
        Site = surrogate.Site,
        Channel = surrogate.Channel,
        Blob = surrogate.Blob,
        Line = surrogate.Line,
    };

    public RunProblemSurrogate ConvertToSurrogate(in RunProblem value) => new()
    {
        Text = value.Text,
        Plate = value.Plate,
        Well = value.Well,
        Site = value.Site,
        Channel = value.Channel,
        Blob = value.Blob,
        Line = value.Line,
    };
}
