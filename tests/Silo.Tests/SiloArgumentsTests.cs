using System.Globalization;
using HcsGrid.Runs.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace HcsGrid.Silo.Tests;

public class SiloArgumentsTests
{
    private static readonly string[] Least = ["--store", "s", "--allow-images", "i"];

    [Fact]
    public void What_is_not_said_has_a_default()
    {
        var options = SiloArguments.Read(Least, _ => null);
        Assert.Equal((SiloRole.Gpu, "hcsgrid", 11111, 30000), (
            options.Role, options.ClusterId, options.SiloPort, options.GatewayPort));
        Assert.Equal(("s", "127.0.0.1:7410"), (options.Setup.Store, options.Http));
        Assert.Equal(["i"], options.Setup.AllowedImages);
    }

    [Fact]
    public void The_environment_holds_where_the_command_line_says_nothing()
    {
        string? Environment(string name) => name switch
        {
            "HCSGRID_SILO_PORT" => "1",
            "HCSGRID_SLOTS" => "7",
            "HCSGRID_ALLOW_IMAGES" => "a;b",
            _ => null,
        };
        var options = SiloArguments.Read(["--store", "s", "--silo-port", "2"], Environment);
        Assert.Equal((2, 7), (options.SiloPort, options.Slots));
        Assert.Equal(["a", "b"], options.Setup.AllowedImages);
    }

    [Theory]
    [InlineData("--store is missing", "--allow-images", "i")]
    [InlineData("--allow-images is missing", "--store", "s")]
    [InlineData("--stoer is unknown", "--stoer", "s")]
    [InlineData("--store is given twice", "--store", "s", "--store", "t")]
    [InlineData("'x' belongs to no option", "x")]
    [InlineData("--store has 2 values", "--store", "s", "t", "--allow-images", "i")]
    [InlineData("--slots is '-1', expected 0 to 1024", "--store", "s", "--allow-images", "i", "--slots", "-1")]
    [InlineData("--name is 'a b'", "--store", "s", "--allow-images", "i", "--name", "a b")]
    [InlineData("--address is 'here'", "--store", "s", "--allow-images", "i", "--address", "here")]
    [InlineData("--connection goes with", "--store", "s", "--allow-images", "i", "--membership", "postgres")]
    public void What_cannot_be_used_is_refused_by_its_name(string reason, params string[] args)
    {
        var error = Assert.Throws<ArgumentException>(() => SiloArguments.Read(args, _ => null));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_has_the_name_that_it_is_given_in_the_cluster_and_in_every_line_of_its_log()
    {
        using var folder = new TempFolder();
        var images = Directory.CreateDirectory(folder.PathOf("images")).FullName;
        var least = new[] { "--store", folder.PathOf("store"), "--allow-images", images, "--role", "cpu" };
        var options = SiloArguments.Read(least, n => n == "HCSGRID_NAME" ? "hcsgrid-cpu-0" : null);
        using (var host = SiloProgram.Build(options))
        {
            Assert.Equal("hcsgrid-cpu-0", host.Services.GetRequiredService<ILocalSiloDetails>().Name);
            var console = host.Services.GetRequiredService<IOptionsMonitor<SimpleConsoleFormatterOptions>>();
            var format = console.CurrentValue.TimestampFormat;
            Assert.Equal("hcsgrid-cpu-0 ", DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture));
        }

        using (var host = SiloProgram.Build(SiloArguments.Read(least, _ => null)))
            Assert.StartsWith("Silo_", host.Services.GetRequiredService<ILocalSiloDetails>().Name);
    }

    [Fact]
    public void A_gateway_reads_no_images_and_loads_no_models()
    {
        var options = SiloArguments.Read(["--role", "gateway", "--store", "s"], _ => null);
        Assert.Empty(options.ToGrains().Models);
    }
}
