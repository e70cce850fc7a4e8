using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;
using HcsGrid.Web;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid serve</c>: takes jobs over HTTP and runs them in this process, one after another.
/// </summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var listen = new Option<string>("--listen")
        {
            Description = "The address and port to listen on.",
            DefaultValueFactory = _ => "127.0.0.1:7410",
        };
        var store = new Option<string>("--store")
        {
            Description = "The store of jobs and run folders.",
            DefaultValueFactory = _ => "runs",
        };
        var images = new Option<string[]>("--allow-images")
        {
            Description = "Stores that jobs may read, each with all below it (default: the current folder). " +
                "A relative store of a job is looked for below the first.",
            AllowMultipleArgumentsPerToken = true,
        };
        var models = new Option<string?>("--models")
        {
            Description = "The folder of models (default: models in the current folder, then beside the program).",
        };
        var keys = new Option<string?>("--api-key-file")
        {
            Description = "SHA-256 hashes of API keys, one a line. Without it, only this machine is listened to.",
        };
        var workers = CommonOptions.Workers();
        var device = CommonOptions.Device();
        var json = CommonOptions.Json();
        var command = new Command("serve", "Take jobs over HTTP and run them here, the most urgent first.")
        {
            listen, store, images, models, keys, workers, device, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var where = ListenAddress.Parse(parsed.GetRequiredValue(listen));
            var options = new HcsGridWebOptions
            {
                Keys = parsed.GetValue(keys) is { } file ? ApiKeys.Read(file) : null,
            };
            where.Check(options.Keys);
            var roots = parsed.GetValue(images) is { Length: > 0 } some ? some : ["."];
            var catalog = parsed.GetValue(models) is { } folder ? CatalogOf(folder) : ModelCatalog.Default;
            var source = new CatalogModels(catalog, new OnnxModelOptions { Device = parsed.GetValue(device) });
            var grid = ScreenRunner.OptionsOf(parsed.GetValue(workers), parsed.GetValue(device));
            var opened = await StoreFolder
                .OpenToWriteAsync(parsed.GetRequiredValue(store), create: true, cancellationToken)
                .ConfigureAwait(false);
            var service = await LocalRunService.StartAsync(
                new LocalRunServiceOptions { Grid = grid }, opened, new AllowedStores(roots), source,
                TimeProvider.System, cancellationToken).ConfigureAwait(false);
            await using var serviceEnd = service.ConfigureAwait(false);
            return await ServeAsync(
                where, options, service, opened, new Output(parsed.GetValue(json)), cancellationToken)
                .ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ServeAsync(
        ListenAddress where, HcsGridWebOptions options, LocalRunService service, IBlobStore store, Output words,
        CancellationToken cancellationToken)
    {
        var server = await HcsGridServer.StartAsync(
            where, options, service, [new StoreReadiness(store, TimeProvider.System)], TimeProvider.System,
            cancellationToken).ConfigureAwait(false);
        await using var serverEnd = server.ConfigureAwait(false);
        if (words.IsJson)
            Output.WriteJson(new { server.Url, Store = store.Location });
        else
            Output.WriteLine($"Listening on {server.Url}, store {store.Location}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Console.Error.WriteLineAsync("Stopping. Jobs that have not ended go on at the next start.")
            .ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static ModelCatalog CatalogOf(string folder) => Directory.Exists(folder)
        ? new ModelCatalog([folder])
        : throw new ScreenDataException("The folder of models is not there", new Place { Blob = folder });
}
