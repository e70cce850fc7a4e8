using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace HcsGrid.Grains;

/// <summary>
/// Puts the grains into a silo, or what talks to them into a gateway.
/// </summary>
public static class GrainsHosting
{
    /// <summary>Adds to a silo what the grains need. To be called after <c>UseOrleans</c>, so that the silo is drained
    /// before it leaves the cluster.</summary>
    /// <exception cref="Plates.ScreenDataException">A store or a folder of models is not there.</exception>
    public static IServiceCollection AddHcsGridSilo(
        this IServiceCollection services, GrainsOptions options, ClusterSetup setup) =>
        services.AddHcsGridSilo(options, setup.OpenStore(), setup.OpenImages(), setup.OpenModels());

    /// <summary>Adds the cluster's run service to a gateway, which is an Orleans client.</summary>
    /// <exception cref="Plates.ScreenDataException">The store is not there.</exception>
    public static IServiceCollection AddHcsGridGateway(
        this IServiceCollection services, GrainsOptions options, ClusterSetup setup) =>
        services.AddHcsGridRunService(options, setup.OpenStore());

    /// <summary>Adds to a silo what the grains need. To be called after <c>UseOrleans</c>, so that the silo is drained
    /// before it leaves the cluster.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="store">The facility's store, which holds <c>jobs/</c> and <c>runs/</c>.</param>
    /// <param name="images">The stores that jobs may read.</param>
    /// <param name="models">The models.</param>
    internal static IServiceCollection AddHcsGridSilo(
        this IServiceCollection services, GrainsOptions options, IBlobStore store, AllowedStores images,
        IModelSource models)
    {
        options.Validate();
        services.AddHcsGridRunService(options, store);
        services.AddSingleton(images);
        services.AddSingleton(models);
        services.AddSingleton(new PixelPool(new PixelPoolOptions { MaxRentedBytes = options.MaxPixelBytes }));
        services.TryAddSingleton<ISiteReaders, StoredSiteReaders>();
        services.AddSingleton<JobIntake>();
        services.AddSingleton<SiloModels>();
        services.AddSingleton<InferenceDirectory>();
        services.AddSingleton<SiloRuns>();

        // A well's grain lives for seconds, and its key never comes again: what is remembered of it is of no use.
        services.Configure<GrainDirectoryOptions>(o => o.CacheSize = options.MaxPlacesKnown);
        services.AddPlacementDirector<PinnedPlacement, PinnedPlacementDirector>();
        services.AddSingleton<SiloHeartbeat>();
        services.AddHostedService(s => s.GetRequiredService<SiloHeartbeat>());
        return services;
    }

    /// <summary>Adds the cluster's run service, to a gateway that is an Orleans client or to a silo.</summary>
    internal static IServiceCollection AddHcsGridRunService(
        this IServiceCollection services, GrainsOptions options, IBlobStore store)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(store);
        services.AddSingleton<JobRegistry>();
        services.AddSingleton<ClusterWatch>();
        services.AddSingleton<GrainRunService>();
        services.AddSingleton<IRunService>(s => s.GetRequiredService<GrainRunService>());
        services.AddSingleton<ClusterHealth>();

        // A client takes no tiles, but its serializer knows the message and asks for a pool.
        services.TryAddSingleton(new PixelPool(new PixelPoolOptions()));
        return services;
    }
}
