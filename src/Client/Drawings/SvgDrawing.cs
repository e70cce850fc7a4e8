using System.Globalization;
using System.Net;
using System.Text;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Writes a picture as SVG: shapes and texts, a title and a description for those who do not see it.
/// </summary>
/// <remarks>Lengths are pixels, rounded to hundredths: the same drawing gives the same bytes. Texts are
/// escaped.</remarks>
internal sealed class SvgDrawing(string title, string description)
{
    /// <summary>The colour of texts and lines.</summary>
    public const string Ink = "#222222";

    /// <summary>The colour of what stands back.</summary>
    public const string Pale = "#767676";

    private readonly StringBuilder _body = new();

    public void Rectangle(double x, double y, double width, double height, string fill, string attributes = "") =>
        Line($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"{fill}\"" +
            $"{Attributes(attributes)}/>");

    public void Path(string data, string attributes) => Line($"<path d=\"{data}\"{Attributes(attributes)}/>");

    public void Text(double x, double y, string text, double size = 12, string attributes = "") =>
        Line($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\"{Attributes(attributes)}>" +
            $"{Escape(text)}</text>");

    public void Image(double x, double y, double width, double height, byte[] png) =>
        Line($"<image x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" " +
            "preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" " +
            $"href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>");

    /// <summary>A photograph, smoothed where it is enlarged.</summary>
    public void Photo(double x, double y, double width, double height, byte[] jpeg) =>
        Line($"<image x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" " +
            $"preserveAspectRatio=\"none\" href=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\"/>");

    /// <summary>A circle with a text that shows when the pointer rests on it.</summary>
    public void Circle(double x, double y, double radius, string hint) =>
        Line($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"><title>{Escape(hint)}</title></circle>");

    /// <summary>A mark with a text that shows when the pointer rests on it.</summary>
    public void Mark(CategoryMark mark, double x, double y, double radius, string? hint)
    {
        var shape = $"<path d=\"{mark.Outline(x, y, radius)}\" fill=\"{mark.Colour}\"";
        Line(hint is null ? $"{shape}/>" : $"{shape}><title>{Escape(hint)}</title></path>");
    }

    public void OpenGroup(string attributes) => Line($"<g{Attributes(attributes)}>");

    public void CloseGroup() => Line("</g>");

    /// <summary>The whole document.</summary>
    public string ToDocument(double width, double height) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" " +
        $"viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-labelledby=\"title desc\" " +
        $"font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif\" fill=\"{Ink}\">\n" +
        $"<title id=\"title\">{Escape(title)}</title>\n<desc id=\"desc\">{Escape(description)}</desc>\n" +
        $"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{_body}</svg>\n";

    /// <summary>A length as text.</summary>
    public static string N(double value) =>
        Math.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A text of at most so many characters.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)]}…";

    /// <summary>About how wide a text is.</summary>
    public static double WidthOf(string text, double size) => text.Length * size * 0.58;

    private static string Escape(string text) =>
        WebUtility.HtmlEncode(new string([.. text.Where(c => !char.IsControl(c))]));

    private static string Attributes(string attributes) => attributes.Length > 0 ? $" {attributes}" : "";

    private void Line(string text) => _body.Append(text).Append('\n');
}
