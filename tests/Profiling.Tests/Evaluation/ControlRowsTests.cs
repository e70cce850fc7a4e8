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
}
