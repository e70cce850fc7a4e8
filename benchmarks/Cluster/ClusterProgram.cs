using System.Globalization;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The benchmarks that need Orleans.
/// </summary>
internal static class ClusterProgram
{
    /// <summary>Seconds that a run of many wells may take.</summary>
    private const int DefaultSeconds = 3600;

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["cluster-silo", var settings]:
                await ClusterSilo.RunAsync(settings);
                return 0;
            case ["cluster", "wells", var folder, ..]:
                await ManyWellsBenchmark.RunAsync(
                    folder, NumberOr(args, 3, 100), NumberOr(args, 4, 0), NumberOr(args, 5, DefaultSeconds),
                    NumberOr(args, 6, 0));
                return 0;
            case ["cluster", "tiles", var folder, ..]:
                await RemoteTilesBenchmark.RunAsync(folder, NumberOr(args, 3, 3), NumberOr(args, 4, 0));
                return 0;
            default:
                Console.Error.WriteLine(
                    "usage: cluster wells FOLDER [plates] [replicates] [seconds] [plates before]\n" +
                    "       cluster tiles FOLDER [rounds] [case]");
                return 1;
        }
    }

    private static int NumberOr(string[] args, int index, int otherwise) =>
        args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
}
