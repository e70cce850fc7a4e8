using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// A comparison of a row condition: of a column, text or number with one of several.
/// </summary>
internal sealed class ConditionComparison(
    ConditionWord comparison, ConditionToken left, ConditionToken[] right) : ConditionNode
{
    public override void Evaluate(ProfileTable table, Span<bool> holds)
    {
        holds.Clear();
        var first = new Operand(table, left);
        foreach (var token in right)
        {
            var second = new Operand(table, token);
            var isNumber = first.IsNumber || second.IsNumber;
            if (isNumber && (IsQuoted(left) || IsQuoted(token)))
            {
                throw ConditionLexer.Error(
                    $"'{left.Text}' is compared with '{token.Text}', a number with a text", token.Position);
            }

            for (var row = 0; row < holds.Length; row++)
            {
                holds[row] |= isNumber
                    ? Holds(first.NumberOf(row), second.NumberOf(row))
                    : Holds(string.CompareOrdinal(first.TextOf(row), second.TextOf(row)));
            }
        }
    }

    private static bool IsQuoted(ConditionToken token) => token.Word == ConditionWord.Text;

    private bool Holds(double a, double b) => comparison switch
    {
        ConditionWord.Equal => a == b,
        ConditionWord.NotEqual => a != b,
        ConditionWord.Less => a < b,
        ConditionWord.LessOrEqual => a <= b,
        ConditionWord.Greater => a > b,
        _ => a >= b,
    };

    private bool Holds(int order) => Holds(order, 0.0);

    /// <summary>One side: a column's values, or one value for all rows.</summary>
    private readonly struct Operand
    {
        private readonly IReadOnlyList<string>? _texts;
        private readonly double[]? _numbers;
        private readonly string _text;
        private readonly double _number;

        public Operand(ProfileTable table, ConditionToken token)
        {
            (_text, _number) = (token.Text, token.Number);
            IsNumber = token.Word == ConditionWord.Number;
            if (token.Word != ConditionWord.Column)
                return;
            if (table.HasMetadata(token.Text))
            {
                _texts = table.Metadata(token.Text);
                return;
            }

            var feature = table.FeatureIndexOf(token.Text);
            if (feature < 0)
            {
                throw new ScreenDataException(
                    $"The condition asks for the column '{token.Text}', which the table has not; its metadata are "
                    + $"{ProfileTable.Enumerate(table.MetadataNames)}",
                    Place.Unknown);
            }

            _numbers = table.Feature(feature).ToArray();
            IsNumber = true;
        }

        public bool IsNumber { get; }

        public string TextOf(int row) => _texts is null ? _text : _texts[row];

        public double NumberOf(int row)
        {
            if (_numbers is not null)
                return _numbers[row];
            if (_texts is null)
                return _number;
            return double.TryParse(_texts[row], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : double.NaN;
        }
    }
}
