using System.Globalization;
using HcsGrid.Benchmarks;

// dotnet run -c Release --project benchmarks -- layers JOB.json IMAGES [rounds] [workers]
if (args is not ["layers", var job, var images, ..])
{
    Console.Error.WriteLine(
        "usage: dotnet run -c Release --project benchmarks -- layers JOB.json IMAGES [rounds] [workers]");
    return 1;
}

var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5;
var workers = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 2 * Environment.ProcessorCount;
await LayerBenchmark.RunAsync(job, images, rounds, workers);
return 0;
