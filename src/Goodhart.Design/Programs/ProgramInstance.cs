using System.Runtime.CompilerServices;

namespace Goodhart.Design;

/// <summary>One running copy of a program with rows, parts and meter of its own, so that several may run at once.</summary>
internal sealed class ProgramInstance
{
    private readonly Func<double[], bool[], double> call;
    private readonly Func<int> ticks;
    private readonly ProgramLimits limits;
    private readonly bool weighed;

    public ProgramInstance(RewardProgram program)
    {
        (limits, weighed) = (program.Limits, program.Image.Allocates && program.Image.Layers.HasFlag(SandboxLayers.Fuel));
        Rows = new(program.Contract.Schema);
        Parts = new double[program.Components.Count];
        Func<int, int> stop = Stop;
        Func<int, int, double> read = (slot, index) => Memory!.Get(slot, index);
        Func<int, int, double, double> write = (slot, index, value) => Memory!.Set(slot, index, value);
        Func<int, int, bool> has = (slot, index) => Memory!.Has(slot, index);
        var entry = program.Entry.Invoke([Rows.Before, Rows.Action, Rows.After, Parts, stop, read, write, has]);
        call = entry.GetType().GetMethod("Call")!.CreateDelegate<Func<double[], bool[], double>>(entry);
        ticks = entry.GetType().GetMethod("Ticks")!.CreateDelegate<Func<int>>(entry);
        Memory = new(program.Image.Memories, limits.MemoryEntries);
    }

    public ProgramRows Rows { get; }

    /// <summary>Components of the last call, by slot.</summary>
    public double[] Parts { get; }

    /// <summary>Of the episode that the row belongs to.</summary>
    public EpisodeMemory Memory { get; set; }

    /// <summary>Most ticks of a call so far.</summary>
    public int Ticks => ticks();

    /// <summary>Most bytes of a call so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Total of the row in <see cref="Rows"/>.</summary>
    public double Call()
    {
        if (!weighed) return call(Memory.Plain, Memory.Written);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var total = call(Memory.Plain, Memory.Written);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (bytes > Bytes) Bytes = bytes;

        // The meter counts arrays and lambdas exactly alike everywhere; this is what it cannot see, with room for what the runtime itself takes on a first call.
        return bytes <= limits.Bytes + 65_536L ? total : throw TooMuch();
    }

    private int Stop(int reason) => reason switch
    {
        0 => throw new ProgramFuelException($"A call took more than {limits.Fuel} steps.", "Check that every loop and recursion ends, and do less per step."),
        1 => throw new ProgramFuelException($"Calls are nested more than {limits.Depth} deep.", "Use a loop instead of recursion."),
        2 => throw new ProgramException("An array was made with a negative size.", "Check the size."),
        3 => throw TooMuch(),
        _ => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? 0 : throw new ProgramFuelException("The stack is used up.", "Use a loop instead of recursion."),
    };

    private ProgramFuelException TooMuch() => new($"A call took more than {limits.Bytes} bytes of memory.", "Use smaller arrays, and make them once per call.");

    /// <summary>What a failure of the program's own code is to whoever wrote it.</summary>
    public static ProgramException Failure(Exception failure) => failure switch
    {
        IndexOutOfRangeException => new ProgramException("An index was outside of its array.", "Compare it with the array's Length first."),
        DivideByZeroException => new ProgramException("An int was divided by zero.", "Guard the denominator, or divide doubles."),
        OverflowException => new ProgramException("A number did not fit.", "Compute with double."),
        NullReferenceException => new ProgramException("An array or a function was used before it was given a value.", "Give it a value where it is declared."),
        ArithmeticException => new ProgramException("Math.Sign was given NaN.", "Guard the denominator, or use Math.Max(…, 1e-6) below a logarithm or a root."),
        ArgumentException => new ProgramException($"Math refused an argument: {failure.Message}", "Math.Clamp(value, low, high) wants low ≤ high; Math.Round at most 15 digits."),
        OutOfMemoryException => new ProgramFuelException("A call took more memory than there is.", "Use smaller arrays."),
        SwitchExpressionException => new ProgramException("No arm of a switch fits.", "Add a last arm '_ => …'."),
        InvalidOperationException => new ProgramException("No arm of a switch fits.", "Add a last arm '_ => …'."),
        _ => new ProgramException($"The program failed: {failure.Message}"),
    };
}
