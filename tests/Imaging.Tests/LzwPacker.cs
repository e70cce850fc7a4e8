namespace HcsGrid.Imaging.Tests;

/// <summary>
/// Packs bytes in TIFF's LZW the plain way: a table of strings.
/// </summary>
internal static class LzwPacker
{
    public static byte[] Pack(byte[] bytes)
    {
        var packed = new List<byte>();
        var (bits, bitCount) = (0u, 0);
        var table = new Dictionary<string, int>();
        var width = 9;
        Put(256);
        Reset();
        var text = "";
        foreach (var value in bytes)
        {
            var longer = text + (char)value;
            if (table.ContainsKey(longer))
            {
                text = longer;
                continue;
            }

            Put(table[text]);
            table[longer] = table.Count + 2;
            // The table has two codes more than entries; the width grows one code early, and 4,094 is the last code.
            if (table.Count + 2 == 4095)
            {
                Put(256);
                Reset();
            }
            else if (table.Count + 2 == 1 << width)
            {
                width++;
            }

            text = ((char)value).ToString();
        }

        if (text.Length > 0)
            Put(table[text]);
        Put(257);
        if (bitCount > 0)
            packed.Add((byte)(bits << (8 - bitCount)));
        return [.. packed];

        void Reset()
        {
            table.Clear();
            for (var i = 0; i < 256; i++)
                table[((char)i).ToString()] = i;
            width = 9;
        }

        void Put(int code)
        {
            bits = bits << width | (uint)code;
            for (bitCount += width; bitCount >= 8; bitCount -= 8)
                packed.Add((byte)(bits >> (bitCount - 8)));
        }
    }
}
