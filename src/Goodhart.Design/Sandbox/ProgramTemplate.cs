using System.Globalization;

namespace Goodhart.Design;

/// <summary>The code of ours that is compiled with a program. Its names begin with two underscores, which a program cannot write.</summary>
internal static class ProgramTemplate
{
    public const string Usings = "global using System;";

    /// <summary>Methods of the meter, which the metered program calls.</summary>
    public const string Tick = "__Tick", Enter = "__Enter", Leave = "__Leave", Left = "__Left", Alloc = "__Alloc", Made = "__Made";

    /// <summary>What <c>Parts</c> and <c>Memory</c> are to whoever writes a program: names are strings.</summary>
    public const string Named = """
        public sealed class Parts
        {
            internal Parts() { }
            public double this[string name] { get => 0; set { } }
        }
        public sealed class Memory
        {
            internal Memory() { }
            public double this[string name] { get => 0; set { } }
            public double this[string name, int index] { get => 0; set { } }
            public bool Has(string name) => false;
            public bool Has(string name, int index) => false;
        }
        """;

    /// <summary>What they are once names have become slots, the meter, and the entry that the host calls.</summary>
    public static string Slotted(ProgramLimits limits, int parameters)
    {
        string[] given = ["new Obs(__before)", "new Act(__action)", "new Obs(__after)", "__parts", "__memory"];
        return slotted.Replace("/*fuel*/", Number(limits.Fuel), StringComparison.Ordinal).Replace("/*depth*/", Number(limits.Depth), StringComparison.Ordinal)
            .Replace("/*bytes*/", Number(limits.Bytes), StringComparison.Ordinal).Replace("/*given*/", string.Join(", ", given.Take(parameters)), StringComparison.Ordinal);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private const string slotted = """
        public sealed class Parts
        {
            internal readonly double[] __v;
            internal Parts(double[] v) { __v = v; }
            public double this[int slot] { get => __v[slot]; set => __v[slot] = value; }
        }
        public sealed class Memory
        {
            internal double[] __v;
            internal bool[] __written;
            internal readonly Func<int, int, double> __get;
            internal readonly Func<int, int, double, double> __set;
            internal readonly Func<int, int, bool> __has;
            internal Memory(Func<int, int, double> read, Func<int, int, double, double> write, Func<int, int, bool> has) { __get = read; __set = write; __has = has; }
            public double this[int slot] { get => __v[slot]; set { __v[slot] = value; __written[slot] = true; } }
            public double this[int slot, int index] { get => __get(slot, index); set { __set(slot, index, value); } }
            public bool Has(int slot) => __written[slot];
            public bool Has(int slot, int index) => __has(slot, index);
        }
        sealed partial class __Program
        {
            internal int __fuel, __depth, __bytes;
            internal Func<int, int> __stop;
            internal void __Tick() { if (--__fuel < 0) __Out(); }
            internal void __Enter() { if (--__fuel < 0) __Out(); if (++__depth > 4) __Deep(); }
            internal T __Leave<T>(T value) { __depth--; return value; }
            internal void __Left() { __depth--; }
            internal int __Alloc(int count, int size)
            {
                if (count < 0) __stop(2);
                if (count > (/*bytes*/ - __bytes - 32) / size) __stop(3);
                __bytes += count * size + 32;
                __fuel -= count / 16;
                return count;
            }
            internal T __Made<T>(int bytes, T value) { __bytes += bytes; if (__bytes > /*bytes*/) __stop(3); return value; }
            void __Out() { __fuel = -1; __stop(0); }
            void __Deep() { if (__depth > /*depth*/) __stop(1); __stop(4); }
        }
        public sealed class __Entry
        {
            readonly __Program __p = new __Program();
            readonly double[] __before, __action, __after;
            readonly Parts __parts;
            readonly Memory __memory;
            int __least = /*fuel*/;
            public __Entry(double[] before, double[] action, double[] after, double[] parts, Func<int, int> stop,
                Func<int, int, double> read, Func<int, int, double, double> write, Func<int, int, bool> has)
            {
                __before = before; __action = action; __after = after;
                __parts = new Parts(parts);
                __memory = new Memory(read, write, has);
                __p.__stop = stop;
            }
            public double Call(double[] memory, bool[] written)
            {
                __p.__fuel = /*fuel*/; __p.__depth = 0; __p.__bytes = 0;
                __memory.__v = memory; __memory.__written = written;
                double[] v = __parts.__v;
                for (int i = 0; i < v.Length; i++) v[i] = 0;
                double total = __p.Reward(/*given*/);
                if (__p.__fuel < __least) __least = __p.__fuel;
                return total;
            }
            public int Ticks() => /*fuel*/ - __least;
        }
        """;
}
