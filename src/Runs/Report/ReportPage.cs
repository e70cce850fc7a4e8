using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Writes <c>report.html</c>: one self-contained page that opens without a network.
/// </summary>
/// <remarks>
/// The same data give the same bytes. Data stand as JSON in one script block that no browser runs; every character
/// that could end it is escaped, the page writes text only as text, and its content policy lets it run no script but
/// its own, known by hash, and load nothing. <see href="https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP"/>
/// </remarks>
public static class ReportPage
{
    /// <summary>How data are written; the default encoder escapes <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c>.</summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Default,
        Converters = { new FiniteNumberConverter() },
    };

    /// <summary>The page as text.</summary>
    /// <exception cref="ArgumentException">The data contradict themselves, such as a point without a well.</exception>
    public static string Render(ReportData data)
    {
        using var stream = new MemoryStream();
        Write(stream, data);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the page as UTF-8; the stream stays open.</summary>
    /// <inheritdoc cref="Render(ReportData)" path="/exception"/>
    public static void Write(Stream stream, ReportData data)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(data);
        ReportCheck.Require(data);
        var style = ReportTemplate.Style();
        var script = ReportTemplate.Script();
        var page = ReportTemplate.Page();
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        foreach (var (index, part) in page.Index())
        {
            if (index % 2 == 0)
            {
                writer.Write(part);
                continue;
            }

            switch (part)
            {
                case "policy":
                    writer.Write(Policy(style, script));
                    break;
                case "title":
                    writer.Write(HtmlEncoder.Default.Encode(data.Title));
                    break;
                case "style":
                    writer.Write(style);
                    break;
                case "data":
                    writer.Flush();
                    JsonSerializer.Serialize(stream, data, Json);
                    break;
                case "script":
                    writer.Write(script);
                    break;
                default:
                    throw new InvalidOperationException($"The report's template names an unknown part, '{part}'.");
            }
        }
    }

    private static string Policy(string style, string script) =>
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; " +
        $"style-src 'sha256-{Hash(style)}'; script-src 'sha256-{Hash(script)}'";

    private static string Hash(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
