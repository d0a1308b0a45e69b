using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class RmEnsemblePagesTests
{
    [Fact]
    public void Ensembles_HoldInSixWorlds() => FastPage.Holds<RmEnsembles>();

    [Fact]
    public void Herding_HoldsInSixWorlds_ButForGoldAndEqualAccuracy() =>
        FastPage.Holds<Herding>(full: ["accuracy on fresh pairs: pretrain over finetune ensemble", "gold at n = 8000"]);
}
