namespace HcsGrid.Inference.Adding;

/// <summary>
/// What an output means, as somebody says.
/// </summary>
/// <param name="Name">The output's name in the ONNX file.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Activation">What turns its numbers into what they mean.</param>
public sealed record OutputChoice(string Name, OutputMeaning Meaning, OutputActivation Activation);
