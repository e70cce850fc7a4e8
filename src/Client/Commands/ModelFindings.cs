using HcsGrid.Inference;
using HcsGrid.Plates;

namespace HcsGrid.Client.Commands;

/// <summary>
/// Tells whether ONNX Runtime works, by the models that are there, and which of them do not.
/// </summary>
/// <param name="Runtime">ONNX Runtime: it works where any model computes what its card says.</param>
/// <param name="Broken">The models that cannot be read, or compute something else: no fault of ONNX Runtime.</param>
internal sealed record ModelFindings(DoctorFinding Runtime, IReadOnlyList<DoctorFinding> Broken)
{
    private const string Part = "models (ONNX Runtime)";

    /// <summary>Verifies every model of the catalogue.</summary>
    public static ModelFindings Check(ModelCatalog catalog)
    {
        var (right, broken) = (new List<string>(), new List<DoctorFinding>());
        try
        {
            foreach (var path in catalog.List())
                Check(path, right, broken);
        }
#pragma warning disable CA1031 // A doctor reports what he finds.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new ModelFindings(new DoctorFinding(Part, false, error.Message), broken);
        }

        var text = right.Count > 0 ? string.Join(", ", right)
            : broken.Count > 0 ? "not tried: no model that is there can be verified"
            : $"no model in {string.Join(" or ", catalog.Folders)}";
        return new ModelFindings(new DoctorFinding(Part, right.Count > 0, text), broken);
    }

    private static void Check(string path, List<string> right, List<DoctorFinding> broken)
    {
        var part = $"model {Path.GetFileName(path)}";
        try
        {
            var result = ModelVerifier.Verify(ModelFolder.Open(path), new OnnxModelOptions());
            if (result.Passed)
            {
                right.Add($"{result.Model} within {result.LargestDifference:G2}");
                return;
            }

            broken.Add(new DoctorFinding(part, false,
                $"differs by {result.LargestDifference:G3} from what its card says, allowed is {result.Tolerance:G3}"));
        }
        catch (ScreenDataException error)
        {
            broken.Add(new DoctorFinding(part, false, error.Within(new Place { Blob = path }).Message));
        }
    }
}
