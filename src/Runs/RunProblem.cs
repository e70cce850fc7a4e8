using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// Something of a run that is missing or went wrong, with its place.
/// </summary>
/// <param name="Text">What is wrong, without the place.</param>
/// <param name="Place">Where.</param>
public sealed record RunProblem(string Text, Place Place)
{
    public static RunProblem Of(ScreenDataException error) => new(error.Reason, error.Place);

    public override string ToString() => Place == Place.Unknown ? Text : $"{Place}: {Text}";
}
