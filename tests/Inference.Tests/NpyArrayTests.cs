using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public sealed class NpyArrayTests : IDisposable
{
    private const string Header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    private static readonly float[] Six = [1, -2.5f, float.NaN, float.PositiveInfinity, 1e-40f, 6];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_array_is_read_as_it_was_written(byte version)
    {
        var array = Read(NpyFile.Of(Header, Six, version));
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal(Six.Select(BitConverter.SingleToUInt32Bits), array.Values.Select(BitConverter.SingleToUInt32Bits));
    }

    [Theory]
    [InlineData("()", 1)]
    [InlineData("(6,)", 6)]
    [InlineData("(1, 2, 3, 1)", 6)]
    [InlineData("(0, 5)", 0)]
    public void Any_number_of_dimensions_is_read(string shape, int count)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}";
        Assert.Equal(count, Read(NpyFile.Of(header, Six.AsSpan(0, count))).Values.Length);
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (6,), }", "float32")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (6,), }", "float32")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (6,), }", "C order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "float32 in C order")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }", "needs 28")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "99999999999")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }", "needs 7378")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2 3,), }", "'2 3'")]
    [InlineData("", "float32")]
    public void A_header_that_says_something_else_is_refused(string header, string reason) =>
        Assert.Contains(reason, Refusal(NpyFile.Of(header, Six)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0u)]
    [InlineData(5000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_header_of_another_length_is_refused(uint length)
    {
        Refusal(NpyFile.Of(Header, Six, 2, length));
        Refusal(NpyFile.Of(Header, Six, 1, length));
    }

    [Fact]
    public void Every_beginning_of_a_file_is_refused()
    {
        var file = NpyFile.Of(Header, Six);
        for (var length = 0; length < file.Length; length++)
            Refusal(file[..length]);
        Refusal([.. file, 0]);
        Refusal(NpyFile.Of(Header, Six, version: 4));
    }

    [Fact]
    public void Any_change_of_a_file_gives_an_array_or_a_data_error() =>
        Prop.ForAll<int, byte>((position, value) =>
        {
            var file = NpyFile.Of(Header, Six);
            file[(int)((uint)position % file.Length)] = value;
            try
            {
                return Read(file).Values.Length == 6;
            }
            catch (ScreenDataException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_no_file_is_refused_by_its_path()
    {
        var missing = Assert.Throws<ScreenDataException>(() => NpyArray.Read(_folder.PathOf("missing.npy")));
        Assert.EndsWith("missing.npy", missing.Place.Blob, StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(() => NpyArray.Read(_folder.Path));
    }

    private NpyArray Read(byte[] file)
    {
        var path = _folder.PathOf("array.npy");
        File.WriteAllBytes(path, file);
        return NpyArray.Read(path);
    }

    private string Refusal(byte[] file)
    {
        var error = Assert.Throws<ScreenDataException>(() => Read(file));
        Assert.EndsWith("array.npy", error.Place.Blob, StringComparison.Ordinal);
        return error.Message;
    }
}
