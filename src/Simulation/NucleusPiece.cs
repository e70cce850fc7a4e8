namespace HcsGrid.Simulation;

/// <summary>
/// A piece of a nucleus.
/// </summary>
/// <param name="Outline">Its curve.</param>
/// <param name="X">Its centre, to the right of the cell's.</param>
/// <param name="Y">Its centre, below the cell's.</param>
/// <param name="Brightness">Its brightness beside the other pieces.</param>
internal readonly record struct NucleusPiece(Outline Outline, float X, float Y, float Brightness);
