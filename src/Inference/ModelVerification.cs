namespace HcsGrid.Inference;

/// <summary>
/// How far a model's output lies from the one its card expects.
/// </summary>
/// <param name="Model">The model's name.</param>
/// <param name="LargestDifference">Largest absolute difference; infinite where a number is not a number.</param>
/// <param name="Tolerance">The difference that the card allows.</param>
public sealed record ModelVerification(string Model, double LargestDifference, double Tolerance)
{
    public bool Passed => LargestDifference <= Tolerance;
}
