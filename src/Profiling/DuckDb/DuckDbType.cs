namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// The column types of DuckDB's C API that tables tell apart; every other one is read as text.
/// </summary>
internal enum DuckDbType
{
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    HugeInt = 16,
    Varchar = 17,
    Decimal = 19,
    UHugeInt = 32,
}
