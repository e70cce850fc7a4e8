using System.Globalization;
using HcsGrid.Benchmarks;

// dotnet run -c Release --project benchmarks -- stream FOLDER [MEMORY_MIB] [GB…]
if (args is ["stream", var folder, ..])
{
    var sizes = args.Length > 3
        ? [.. args[3..].Select(arg => double.Parse(arg, CultureInfo.InvariantCulture))]
        : new[] { 0.25, 0.5, 1, 2 };
    StreamBenchmark.Run(folder, sizes, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 512);
    return 0;
}

if (args is ["stream-one", var work, var input, var output, var memory])
{
    StreamBenchmark.RunOne(work, input, output, int.Parse(memory, CultureInfo.InvariantCulture));
    return 0;
}

// dotnet run -c Release --project benchmarks -- profiles [rounds] [step…]
if (args is ["profiles", ..])
{
    ProfilesBenchmark.Run(
        args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5,
        args[Math.Min(2, args.Length)..]);
    return 0;
}

// dotnet run -c Release --project benchmarks -p:WithOrleans=true -- cluster wells|tiles …
if (args is ["cluster" or "cluster-silo", ..])
{
#if WITH_ORLEANS
    return await ClusterProgram.RunAsync(args);
#else
    Console.Error.WriteLine(
        "This was built without Orleans: dotnet run -c Release --project benchmarks -p:WithOrleans=true -- cluster …");
    return 1;
#endif
}

// dotnet run -c Release --project benchmarks -- layers JOB.json IMAGES [rounds] [workers]
if (args is not ["layers", var job, var images, ..])
{
    Console.Error.WriteLine(
        """
        usage: dotnet run -c Release --project benchmarks -- layers JOB.json IMAGES [rounds] [workers]
               dotnet run -c Release --project benchmarks -- profiles [rounds] [step…]
               dotnet run -c Release --project benchmarks -- stream FOLDER [MEMORY_MIB] [GB…]
               dotnet run -c Release --project benchmarks -p:WithOrleans=true -- cluster wells FOLDER [plates]
               dotnet run -c Release --project benchmarks -p:WithOrleans=true -- cluster tiles FOLDER [rounds]
        """);
    return 1;
}

var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5;
var workers = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 2 * Environment.ProcessorCount;
await LayerBenchmark.RunAsync(job, images, rounds, workers);
return 0;
