using System.CommandLine;
using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid decode FILE</c>: the stored samples of an image's first page, in numbers.
/// </summary>
internal static class DecodeCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "An image: TIFF, PNG or JPEG." };
        var json = CommonOptions.Json();
        var command = new Command("decode",
            "Decode an image's first page and tell size, type, extremes, sum and sha256 of its samples.")
        {
            file, json,
        };
        command.SetAction(parsed => Decode(parsed.GetRequiredValue(file), new Output(parsed.GetValue(json))));
        return command;
    }

    private static int Decode(string path, Output output)
    {
        var decoder = new ImageDecoder(new PixelPool(new PixelPoolOptions()), new ImageDecoderOptions());
        using var image = ImageFile.Read(path, decoder.DecodeStored);
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                image.Width,
                image.Height,
                Pages = image.PageCount,
                image.Type,
                image.Min,
                image.Max,
                image.Sum,
                image.Sha256,
            });
            return ExitCode.Done;
        }

        Output.WriteLine(
            $"{image.Width} × {image.Height} pixels, {Amount.Of(image.BandCount, "sample")} each, {image.Type}, " +
            Amount.Of(image.PageCount, "page"));
        Output.WriteLine($"from {image.Min} to {image.Max}, sum {image.Sum}");
        Output.WriteLine($"sha256 {image.Sha256}");
        return ExitCode.Done;
    }
}
