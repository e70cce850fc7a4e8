using HcsGrid.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]
