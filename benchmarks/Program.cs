using System.Globalization;
using HcsGrid.Benchmarks;

// dotnet run -c Release --project benchmarks -- stream FOLDER [MEMORY_MIB] [LEVELS] [PLATES…]
if (args is ["stream", var folder, ..])
{
    var plates = args.Length > 4
        ? [.. args[4..].Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))]
        : new[] { 1, 2, 4, 8 };
    var mebibytes = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 512;
    var levels = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 16;
    StreamBenchmark.Run(folder, plates, mebibytes, levels);
    return 0;
}

if (args is ["stream-make", var path, var plate, var isScattered, var levelCount])
{
    StreamedTableMaker.Write(
        path,
        int.Parse(plate, CultureInfo.InvariantCulture),
        bool.Parse(isScattered),
        int.Parse(levelCount, CultureInfo.InvariantCulture));
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

// dotnet run -c Release --project benchmarks -- detect IMAGE [rounds] [tile size]
if (args is ["detect", var micrograph, ..])
{
    await DetectBenchmark.RunAsync(
        micrograph,
        args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5,
        args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : null);
    return 0;
}

// dotnet run -c Release --project benchmarks -- crops ROUNDS MODEL [MODEL…]
if (args is ["crops", var cropRounds, _, ..])
{
    await CropsBenchmark.RunAsync(args[2..], int.Parse(cropRounds, CultureInfo.InvariantCulture));
    return 0;
}

// dotnet run -c Release --project benchmarks -- embed MODEL TILES EMBEDDINGS
if (args is ["embed", var embedder, var tiles, var embeddings])
{
    TileEmbedding.Run(embedder, tiles, embeddings);
    return 0;
}

// dotnet run -c Release --project benchmarks -- screen FOLDER SEED NOISE PLATES
if (args is ["screen", var screen, var seed, var noise, var plateCount])
{
    await ScreenFiles.WriteAsync(
        screen,
        ulong.Parse(seed, CultureInfo.InvariantCulture),
        double.Parse(noise, CultureInfo.InvariantCulture),
        int.Parse(plateCount, CultureInfo.InvariantCulture));
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
               dotnet run -c Release --project benchmarks -- detect IMAGE [rounds] [tile size]
               dotnet run -c Release --project benchmarks -- crops ROUNDS MODEL [MODEL…]
               dotnet run -c Release --project benchmarks -- embed MODEL TILES EMBEDDINGS
               dotnet run -c Release --project benchmarks -- screen FOLDER SEED NOISE PLATES
               dotnet run -c Release --project benchmarks -- stream FOLDER [MEMORY_MIB] [LEVELS] [PLATES…]
               dotnet run -c Release --project benchmarks -p:WithOrleans=true -- cluster wells FOLDER [plates]
               dotnet run -c Release --project benchmarks -p:WithOrleans=true -- cluster tiles FOLDER [rounds]
        """);
    return 1;
}

var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5;
var workers = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 2 * Environment.ProcessorCount;
await LayerBenchmark.RunAsync(job, images, rounds, workers);
return 0;
