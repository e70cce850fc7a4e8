using HcsGrid.Client;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
