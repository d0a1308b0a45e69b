namespace Goodhart.Audit.Distances;

/// <summary>The norm that removes scale and measures the difference.</summary>
public enum Norm { L1, L2, LInf }
