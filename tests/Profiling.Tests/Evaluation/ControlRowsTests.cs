using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class ControlRowsTests
{
    [Fact]
    public void Controls_are_solvent_in_any_case_and_what_a_control_type_says()
    {
        var table = MadeUpTables.Of([1, 2, 3, 4, 5, 6]).WithMetadata("cpd", ["dmso", "DMSO ", "taxol", "x", "y", ""]);
        Assert.Equal([0, 1], ControlRows.Of(table, "cpd"));
        var typed = table.WithMetadata("Metadata_pert_type", ["trt", "", "trt", "negcon", "ctl_vehicle", ""])
            .WithMetadata("Metadata_control_type", ["", "", "poscon_cp", "", "", ""]);
        Assert.Equal([0, 1, 2, 3, 4], ControlRows.Of(typed, "cpd"));
        Assert.Throws<ArgumentException>(() => ControlRows.Of(table, "none"));
    }

    [Fact]
    public void A_control_that_a_type_calls_positive_is_no_negative_one()
    {
        var table = MadeUpTables.Of([1, 2, 3, 4, 5, 6])
            .WithMetadata("cpd", ["DMSO", "AMG900", "TC-S-7009", "x", "taxol", "y"])
            .WithMetadata("Metadata_pert_type", ["control", "control", "control", "trt", "ctl_poscon", "negcon"])
            .WithMetadata("Metadata_control_type", ["negcon", "poscon_cp", "Positive", "", "", ""]);
        Assert.Equal([0, 1, 2, 4, 5], ControlRows.Of(table, "cpd"));
        Assert.Equal([0, 5], ControlRows.NegativeOf(table, "cpd"));
        Assert.Throws<ArgumentException>(() => ControlRows.NegativeOf(table, "none"));
    }
}
