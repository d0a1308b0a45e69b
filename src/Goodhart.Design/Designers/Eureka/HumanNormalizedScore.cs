namespace Goodhart.Design;

/// <summary>How much better a designed reward is than a person's, in units of what the person's gains over the sparse one (Eureka).</summary>
public static class HumanNormalizedScore
{
    /// <summary>(F(method) − F(sparse)) / |F(human) − F(sparse)|; 1 for as good as the person. NaN where the person's gains nothing.</summary>
    public static double Of(double method, double human, double sparse) => human == sparse ? double.NaN : (method - sparse) / Math.Abs(human - sparse);
}
