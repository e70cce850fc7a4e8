using HcsGrid.Plates;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// An image whose particles could not be found, and why.
/// </summary>
/// <param name="Image">The image's path, as it was asked for.</param>
/// <param name="Error">What is wrong, with its place.</param>
internal sealed record GoldProblem(string Image, ScreenDataException Error);
