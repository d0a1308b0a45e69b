using Goodhart.Papers;

namespace Goodhart.Tests;

public sealed class RewardModelPagesTests
{
    [Fact]
    public void Brme_HoldsInFourWorlds_ButForItsGains() => FastPage.Holds<Brme>(full: ["β = .05: gold", "β = .02: gold", "β = .5: gold"]);

    [Fact]
    public void ObjectiveMismatch_HoldsInThreeWorlds_ButForWhatVariesBetweenWorlds() =>
        FastPage.Holds<AlignmentCeiling>(full: ["β = 1: what accuracy on the policy's own samples", "accuracy on the policy's own samples: fall", "what is lost of that link", "noisy reward models whose reward and gold", "gold at β = .02 after learning again"]);
}
