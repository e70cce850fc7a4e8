#if WITH_ORLEANS
return await HcsGrid.Silo.SiloProgram.RunAsync(args).ConfigureAwait(false);
#else
Console.Error.WriteLine(
    "hcsgrid-silo was built without Orleans. Where the package feed has Orleans, build it with\n" +
    "    dotnet build src/Silo -p:WithOrleans=true\n" +
    "On one machine, 'hcsgrid run' does the same work without a cluster.");
return 1;
#endif
