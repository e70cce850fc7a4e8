namespace HcsGrid.Inference;

/// <summary>
/// Holds the <c>detection</c> of a card, and the outputs that it reads, against their bounds.
/// </summary>
internal static class DetectionCheck
{
    /// <summary>A largest particle of fewer pixels cannot be seen, let alone be measured.</summary>
    private const double LeastPixels = 2;

    /// <summary>Calls <paramref name="check"/> with each thing that must hold, and the reason where it does
    /// not.</summary>
    public static void Validate(ModelCard card, Action<bool, string> check)
    {
        var maps = card.Outputs.Where(o => o.Meaning is OutputMeaning.Centre or OutputMeaning.Diameter).ToArray();
        if (card.Detection is not { } detection)
        {
            check(maps.Length == 0, "detection is missing, and an output is a centre or diameter map");
            return;
        }

        check(card.Embedding is null, "detection stands beside an output that is an embedding; a model is one of both");
        ValidateValues(detection, check);
        ValidateInput(card.Input, detection, check);
        check(
            maps.Length == 2 && maps[0].Meaning != maps[1].Meaning,
            $"outputs has {maps.Length} centre and diameter maps, expected one of each with detection");
        foreach (var map in maps)
            ValidateMap(map, card.Input, detection, check);
        check(
            maps[0].Shape.SequenceEqual(maps[1].Shape),
            "outputs[].shape differs between the centre and the diameter map");
    }

    private static void ValidateValues(ModelDetection detection, Action<bool, string> check)
    {
        check(
            detection.Threshold is > 0 and < 1,
            $"detection.threshold is {detection.Threshold}, expected more than 0 and less than 1");
        check(
            detection.HaloPixels is >= 0 and <= ModelDetection.MaxHaloPixels,
            $"detection.haloPixels is {detection.HaloPixels}, expected 0 to {ModelDetection.MaxHaloPixels}");
        check(
            detection.AlignmentPixels is > 0 and <= ModelDetection.MaxAlignmentPixels,
            $"detection.alignmentPixels is {detection.AlignmentPixels}, " +
            $"expected 1 to {ModelDetection.MaxAlignmentPixels}");
        check(
            detection.SuppressionShare is >= 0 and <= 2,
            $"detection.suppressionShare is {detection.SuppressionShare}, expected 0 to 2");
        check(
            detection.MinimumDiameterNm > 0 && detection.MaximumDiameterNm > detection.MinimumDiameterNm &&
            double.IsFinite(detection.MaximumDiameterNm),
            $"detection.minimumDiameterNm is {detection.MinimumDiameterNm} and maximumDiameterNm " +
            $"{detection.MaximumDiameterNm}, expected more than 0, and more than that");
        var groups = detection.GroupsNm;
        check(
            groups.All(g => g > 0 && double.IsFinite(g)) && groups.Zip(groups.Skip(1)).All(p => p.First < p.Second),
            $"detection.groupsNm is {string.Join(", ", groups)}, expected numbers above 0, ascending");
    }

    private static void ValidateInput(ModelInput input, ModelDetection detection, Action<bool, string> check)
    {
        check(
            input.Channels.PlaneCount == 1,
            $"input.channels is {input.Channels.PlaneCount}, expected one plane with detection");
        check(input.Others.Count == 0, "input.others is not empty, expected one input with detection");
        check(input.PixelSizeMicrometres is not null, "input.pixelSizeMicrometres is missing, detection needs it");
        var pixels = detection.MaximumDiameterNm / (1000 * input.PixelSizeMicrometres!.Value);
        check(
            pixels >= LeastPixels,
            $"detection.maximumDiameterNm is {detection.MaximumDiameterNm}, which is {pixels:G3} pixels of " +
            $"input.pixelSizeMicrometres, {input.PixelSizeMicrometres}, expected at least {LeastPixels}: it is in " +
            "micrometres, 0.001 for a nanometre");
        check(
            input.WidthPixels == input.HeightPixels,
            $"input.widthPixels and input.heightPixels are {input.WidthPixels} and {input.HeightPixels}, " +
            "expected square tiles with detection");
        check(
            input.WidthPixels % detection.AlignmentPixels == 0,
            $"input.widthPixels is {input.WidthPixels}, expected a multiple of detection.alignmentPixels, " +
            $"{detection.AlignmentPixels}");
        check(
            input.WidthPixels >= 2 * (detection.HaloPixels + detection.AlignmentPixels),
            $"input.widthPixels is {input.WidthPixels}, which leaves nothing between two halos of " +
            $"detection.haloPixels, {detection.HaloPixels}");
    }

    private static void ValidateMap(
        ModelOutput map, ModelInput input, ModelDetection detection, Action<bool, string> check)
    {
        var shape = string.Join(", ", map.Shape);
        check(
            map.Shape.Count == 3 && map.Shape[0] == 1 && map.Shape[1] == map.Shape[2] &&
            input.WidthPixels % map.Shape[1] == 0,
            $"outputs[].shape of '{map.Name}' is {shape}, expected 1 and two equal sizes that divide the tile's " +
            $"{input.WidthPixels} pixels");
        check(
            detection.AlignmentPixels % (input.WidthPixels / map.Shape[1]) == 0,
            $"detection.alignmentPixels is {detection.AlignmentPixels}, expected a multiple of the " +
            $"{input.WidthPixels / map.Shape[1]} pixels of a cell of '{map.Name}'");
    }
}
