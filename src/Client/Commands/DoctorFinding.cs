namespace HcsGrid.Client.Commands;

/// <summary>
/// What <c>hcsgrid doctor</c> found of one part.
/// </summary>
internal sealed record DoctorFinding(string Part, bool Works, string Text);
