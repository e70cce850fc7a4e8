namespace HcsGrid.Simulation;

/// <summary>
/// What a random stream is for: streams of different purposes never meet, so that a change to one leaves the others.
/// </summary>
internal enum Purpose
{
    Texture = 1,
    Compound,
    Layout,
    Plate,
    Well,
    Site,
    Cell,
    NucleusDetail,
    CytoplasmDetail,
    FibreDetail,
    CameraNoise,
    Replica,
    Gold,
    MicrographNoise,
}
