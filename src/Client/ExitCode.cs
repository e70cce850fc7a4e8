namespace HcsGrid.Client;

/// <summary>
/// What the program's end tells: the exit codes of every command.
/// </summary>
public static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>Asked wrongly: the command, the job or its input cannot be used at all.</summary>
    public const int AskedWrongly = 1;

    /// <summary>Done, with failed wells or problems.</summary>
    public const int DoneWithProblems = 2;

    /// <summary>Failed.</summary>
    public const int Failed = 3;
}
