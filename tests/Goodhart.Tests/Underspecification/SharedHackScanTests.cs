using Goodhart.Audit.Underspecification;

namespace Goodhart.Tests.Underspecification;

public sealed class SharedHackScanTests
{
    private const int Prompts = 60, Each = 20;

    [Fact]
    public void Effect_IsHandDerived_AndPromptsMeansAreTakenOut()
    {
        // Deviations ∓½ and −3/2 … 3/2: xy = 2, xx = 1, yy = 5. The second prompt is the first, a hundred higher.
        var found = SharedHackScan.Run([Told.By("feature", 0, 0, 1, 1, 0, 0, 1, 1)], [Told.By("a", 0, 1, 2, 3, 100, 101, 102, 103), Told.By("b", 3, 2, 1, 0, 3, 2, 1, 0)],
            Told.Places(0, 8), Offsets.FromLengths(4, 4), new(1), aligned: Told.Places(2, 2))[0];
        Assert.Equal(2 / Math.Sqrt(5), found.Members[0].Estimate, 1e-12);
        Assert.Equal(-2 / Math.Sqrt(5), found.Members[1].Estimate, 1e-12);
        Assert.Equal((SharedView.None, 0.5, 1.0), (found.View, found.BaseRate, found.AlignedRate));
        Assert.Null(found.Gold);
        Assert.Empty(found.Excess);
    }

    [Fact]
    public void BiasThatAllMembersShare_IsFound_AndWithoutGoldStaysUnverified()
    {
        var world = new World(1);
        var members = world.Members(0.8, 0.8, 0.8);
        var found = world.Scan(members, world.Gold(-0.3));
        Assert.Equal(SharedView.SharedHack, found[0].View);
        Assert.All(found[0].Members, m => Assert.True(m.Above(0)));
        Assert.True(found[0].Gold!.Value.Below(0));
        Assert.Equal(SharedView.None, found[1].View);   // a feature that nobody looks at
        Assert.Equal([SharedView.SharedUnverified, SharedView.None], world.Scan(members, null).Select(f => f.View));
    }

    [Fact]
    public void PenaltyThatOnlyMembersImpose_IsAHackToo()
    {
        var world = new World(2);
        Assert.Equal(SharedView.SharedHack, world.Scan(world.Members(-0.8, -0.8, -0.8), world.Gold(0))[0].View);
    }

    [Fact]
    public void BiasThatOneMemberDoesNotShare_IsNotShared()
    {
        var world = new World(3);
        Assert.Equal(SharedView.None, world.Scan(world.Members(0.8, 0.8, -0.3), world.Gold(-0.3))[0].View);
    }

    [Fact]
    public void FeatureThatIsWanted_IsNoHack()
    {
        var world = new World(4);
        Assert.Equal(SharedView.None, world.Scan(world.Members(0.8, 0.8, 0.8), world.Gold(0.8))[0].View);
    }

    [Fact]
    public void DislikeThatNoMemberHasLearnt_IsABlindSpot()
    {
        var world = new World(5);
        Assert.Equal(SharedView.BlindSpot, world.Scan(world.Members(0, 0, 0), world.Gold(-1))[0].View);
    }

    [Fact]
    public void WhereThereIsNothing_NothingIsFound()
    {
        var worlds = Enumerable.Range(0, 60).Select(seed => new World(100 + (ulong)seed)).ToArray();
        Assert.Equal(0, worlds.Sum(w => w.Scan(w.Members(0, 0, 0), w.Gold(0)).Count(f => f.View is not SharedView.None)));
        // Without gold a member alone errs in a hundredth of the scans; three that must err the same way, less often.
        Assert.True(worlds.Sum(w => w.Scan(w.Members(0, 0, 0), null).Count(f => f.View is not SharedView.None)) <= 3);
    }

    [Fact]
    public void Scan_OfOneMember_IsRefused()
    {
        var world = new World(6);
        Assert.Contains("needs at least 2 rewards, got 1", Assert.Throws<ArgumentException>(() => world.Scan(world.Members(0), null)).Message);
    }

    /// <summary>Answers of a quality and of two features: one that rewards may pay for, one that nobody looks at.</summary>
    private sealed class World
    {
        private readonly Generator rng;
        private readonly double[] quality, marks, other;

        public World(ulong seed)
        {
            rng = new(seed);
            quality = Normal();
            marks = [.. Normal().Select(x => x > 0.8 ? 1.0 : 0)];
            other = Normal();
        }

        public HeldOut<Batch<int>> Gold(double pay) => HeldOut<Batch<int>>.Of(Told.By("gold", [.. quality.Zip(marks, (q, m) => q + pay * m)]));

        public IReward<Batch<int>>[] Members(params double[] pays) =>
            [.. pays.Select((pay, k) => Told.By($"member {k + 1}", [.. quality.Zip(marks, Normal()).Select(x => x.First + pay * x.Second + 0.5 * x.Third)]))];

        public IReadOnlyList<FeatureFinding> Scan(IReward<Batch<int>>[] members, HeldOut<Batch<int>>? gold) =>
            SharedHackScan.Run([Told.By("marker", marks), Told.By("other", other)], members, Told.Places(0, Prompts * Each), Offsets.FromLengths([.. Enumerable.Repeat(Each, Prompts)]), rng, gold,
                options: new(Resamples: 400));

        private double[] Normal() => [.. Enumerable.Range(0, Prompts * Each).Select(_ => rng.NextNormal())];
    }
}
