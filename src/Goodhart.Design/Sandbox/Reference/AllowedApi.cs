// Everything of the framework that a reward program can name. Version 1.
// It is compiled once as a stand-in for System.Runtime 10.0.0.0 with the framework's public key, so that a program which was compiled against it binds to the
// real one when it is loaded. What is not here does not exist for a program. Bodies are never run.
[assembly: System.Reflection.AssemblyVersion("10.0.0.0")]

namespace System
{
    public class Object { public Object() { } }
    public abstract class ValueType { }
    public abstract class Enum : ValueType { }
    public abstract class Attribute { }
    public struct Void { }
    public struct Boolean { }
    public struct IntPtr { }
    // The compiler itself asks for the numbers below; a program that writes their names is refused.
    public struct Byte { }
    public struct SByte { }
    public struct Int16 { }
    public struct UInt16 { }
    public struct UInt32 { }
    public struct Int64 { }
    public struct UInt64 { }
    public struct Single { }
    public struct UIntPtr { }
    public struct Char { }
    public struct Int32 { public const int MaxValue = 2147483647, MinValue = -2147483648; }
    public struct Double
    {
        public const double MaxValue = 1.7976931348623157E+308, MinValue = -1.7976931348623157E+308, Epsilon = 4.9406564584124654E-324;
        public const double NaN = 0.0 / 0.0, PositiveInfinity = 1.0 / 0.0, NegativeInfinity = -1.0 / 0.0;
        public static bool IsNaN(double d) => false;
        public static bool IsFinite(double d) => false;
        public static bool IsInfinity(double d) => false;
    }
    public sealed class String { }
    public abstract class Array { public int Length => 0; }
    public abstract class Delegate { }
    public abstract class MulticastDelegate : Delegate { }
    public class Exception { internal Exception() { } }
    public interface IDisposable { void Dispose(); }

    public delegate void Action();
    public delegate void Action<in T>(T obj);
    public delegate void Action<in T1, in T2>(T1 arg1, T2 arg2);
    public delegate TResult Func<out TResult>();
    public delegate TResult Func<in T, out TResult>(T arg);
    public delegate TResult Func<in T1, in T2, out TResult>(T1 arg1, T2 arg2);
    public delegate TResult Func<in T1, in T2, in T3, out TResult>(T1 arg1, T2 arg2, T3 arg3);
    public delegate TResult Func<in T1, in T2, in T3, in T4, out TResult>(T1 arg1, T2 arg2, T3 arg3, T4 arg4);

    public struct ValueTuple<T1, T2> { public T1 Item1; public T2 Item2; public ValueTuple(T1 item1, T2 item2) { Item1 = item1; Item2 = item2; } }
    public struct ValueTuple<T1, T2, T3>
    {
        public T1 Item1; public T2 Item2; public T3 Item3;
        public ValueTuple(T1 item1, T2 item2, T3 item3) { Item1 = item1; Item2 = item2; Item3 = item3; }
    }
    public struct ValueTuple<T1, T2, T3, T4>
    {
        public T1 Item1; public T2 Item2; public T3 Item3; public T4 Item4;
        public ValueTuple(T1 item1, T2 item2, T3 item3, T4 item4) { Item1 = item1; Item2 = item2; Item3 = item3; Item4 = item4; }
    }
    public struct ValueTuple<T1, T2, T3, T4, T5>
    {
        public T1 Item1; public T2 Item2; public T3 Item3; public T4 Item4; public T5 Item5;
        public ValueTuple(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5) { Item1 = item1; Item2 = item2; Item3 = item3; Item4 = item4; Item5 = item5; }
    }
    public struct ValueTuple<T1, T2, T3, T4, T5, T6>
    {
        public T1 Item1; public T2 Item2; public T3 Item3; public T4 Item4; public T5 Item5; public T6 Item6;
        public ValueTuple(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5, T6 item6)
        { Item1 = item1; Item2 = item2; Item3 = item3; Item4 = item4; Item5 = item5; Item6 = item6; }
    }

    public static class Math
    {
        public const double PI = 3.1415926535897931, E = 2.7182818284590451, Tau = 6.2831853071795862;
        public static double Abs(double value) => 0;
        public static int Abs(int value) => 0;
        public static double Min(double val1, double val2) => 0;
        public static int Min(int val1, int val2) => 0;
        public static double Max(double val1, double val2) => 0;
        public static int Max(int val1, int val2) => 0;
        public static double Clamp(double value, double min, double max) => 0;
        public static int Clamp(int value, int min, int max) => 0;
        public static int Sign(double value) => 0;
        public static int Sign(int value) => 0;
        public static double CopySign(double x, double y) => 0;
        public static double Floor(double d) => 0;
        public static double Ceiling(double a) => 0;
        public static double Truncate(double d) => 0;
        public static double Round(double a) => 0;
        public static double Round(double value, int digits) => 0;
        public static double IEEERemainder(double x, double y) => 0;
        public static double Sqrt(double d) => 0;
        public static double Cbrt(double d) => 0;
        public static double Pow(double x, double y) => 0;
        public static double Exp(double d) => 0;
        public static double Log(double d) => 0;
        public static double Log(double a, double newBase) => 0;
        public static double Log2(double x) => 0;
        public static double Log10(double d) => 0;
        public static double Sin(double a) => 0;
        public static double Cos(double d) => 0;
        public static double Tan(double a) => 0;
        public static double Asin(double d) => 0;
        public static double Acos(double d) => 0;
        public static double Atan(double d) => 0;
        public static double Atan2(double y, double x) => 0;
        public static double Sinh(double value) => 0;
        public static double Cosh(double value) => 0;
        public static double Tanh(double value) => 0;
    }
}

namespace System.Collections
{
    public interface IEnumerator { object Current { get; } bool MoveNext(); }
    public interface IEnumerable { IEnumerator GetEnumerator(); }
}

namespace System.Collections.Generic
{
    public interface IEnumerator<out T> : IDisposable, IEnumerator { new T Current { get; } }
    public interface IEnumerable<out T> : IEnumerable { new IEnumerator<T> GetEnumerator(); }
}

// What the compiler itself writes into a program. A program cannot: attributes and 'new' are refused.
namespace System.Reflection
{
    internal sealed class AssemblyVersionAttribute : Attribute { public AssemblyVersionAttribute(string version) { } }
    public sealed class DefaultMemberAttribute : Attribute { public DefaultMemberAttribute(string memberName) { } }
}

namespace System.Runtime.CompilerServices
{
    public sealed class CompilerGeneratedAttribute : Attribute { public CompilerGeneratedAttribute() { } }
    public sealed class IsReadOnlyAttribute : Attribute { public IsReadOnlyAttribute() { } }
    public sealed class TupleElementNamesAttribute : Attribute { public TupleElementNamesAttribute(string[] transformNames) { } }
    public sealed class RefSafetyRulesAttribute : Attribute { public RefSafetyRulesAttribute(int version) { } }
    public sealed class SwitchExpressionException : Exception { public SwitchExpressionException() { } public SwitchExpressionException(object unmatchedValue) { } }
}
