using Npgsql;

namespace HcsGrid.Silo;

/// <summary>
/// Makes in PostgreSQL what the membership needs: <c>deploy/sql/membership.sql</c>.
/// </summary>
internal static class MembershipSchema
{
    // Of silos that start at the same moment one makes it at a time.
    private const long LockNumber = 0x4863_7347_7269_64;

    /// <summary>The script.</summary>
    public static string Script
    {
        get
        {
            using var stream = typeof(MembershipSchema).Assembly
                .GetManifestResourceStream("HcsGrid.Silo.membership.sql")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Runs the script.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL is not there, or does not allow it.</exception>
    public static async Task MakeAsync(string connection, CancellationToken cancellationToken)
    {
        var source = NpgsqlDataSource.Create(connection);
        await using var sourceEnd = source.ConfigureAwait(false);
        var open = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var openEnd = open.ConfigureAwait(false);
        var transaction = await open.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionEnd = transaction.ConfigureAwait(false);
        await RunAsync($"SELECT pg_advisory_xact_lock({LockNumber})").ConfigureAwait(false);
        await RunAsync(Script).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        async Task RunAsync(string text)
        {
            // The script is the program's own; nothing of anybody else's stands in it.
#pragma warning disable CA2100
            var command = new NpgsqlCommand(text, open, transaction);
#pragma warning restore CA2100
            await using var commandEnd = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
