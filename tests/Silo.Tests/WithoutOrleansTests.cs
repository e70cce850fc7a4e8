namespace HcsGrid.Silo.Tests;

public class WithoutOrleansTests
{
    [Fact(Skip = "Built without Orleans: build with -p:WithOrleans=true where the package feed has it")]
    public void The_tests_of_the_cluster_need_a_build_with_Orleans()
    {
    }
}
