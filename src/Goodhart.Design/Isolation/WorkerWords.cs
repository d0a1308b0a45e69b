using System.Text.Json;

namespace Goodhart.Design;

/// <summary>Contents of the messages that are not batches.</summary>
internal static class WorkerWords
{
    public static byte[] Compile(string text, RewardContract contract, ProgramLimits limits, SandboxLayers layers) => Bytes(writer =>
    {
        writer.Write(text);
        writer.Write(JsonSerializer.Serialize(limits));
        writer.Write((int)layers);
        Write(writer, contract.Schema);
    });

    public static (string Text, RewardContract Contract, ProgramLimits Limits, SandboxLayers Layers) Compile(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var (text, limits, layers) = (reader.ReadString(), JsonSerializer.Deserialize<ProgramLimits>(reader.ReadString())!, (SandboxLayers)reader.ReadInt32());
        return (text, RewardContract.Of(ReadSchema(reader)), limits, layers);
    }

    public static byte[] Ready(RewardProgram program) => Bytes(writer =>
    {
        writer.Write(program.Hash);
        writer.Write(program.UsesMemory);
        writer.Write(program.Components.Count);
        foreach (var component in program.Components) writer.Write(component);
    });

    public static (string Hash, bool UsesMemory, string[] Components) Ready(byte[] content, int most)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var (hash, memory, count) = (reader.ReadString(), reader.ReadBoolean(), reader.ReadInt32());
        if (count < 0 || count > most) throw new InvalidDataException($"{count} components");
        return (hash, memory, [.. Enumerable.Range(0, count).Select(_ => reader.ReadString())]);
    }

    public static byte[] Refused(IReadOnlyList<RewardDiagnostic> diagnostics) => Bytes(writer =>
    {
        writer.Write(diagnostics.Count);
        foreach (var said in diagnostics)
        {
            writer.Write(said.Id);
            writer.Write((int)said.Layer);
            writer.Write(said.Line);
            writer.Write(said.Column);
            writer.Write(said.Message);
            writer.Write(said.Suggestion);
        }
    });

    public static RewardDiagnostic[] Refused(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var count = reader.ReadInt32();
        if (count < 1 || count > content.Length) throw new InvalidDataException($"{count} diagnostics");
        var said = new RewardDiagnostic[count];
        for (var i = 0; i < count; i++)
            said[i] = new(reader.ReadString(), (SandboxLayer)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString());
        return said;
    }

    public static byte[] Threw(Exception thrown) => Bytes(writer =>
    {
        var (kind, message) = thrown switch
        {
            OutOfMemoryException => ("memory", thrown.Message),
            ProgramFuelException => ("fuel", thrown.Message),
            ProgramValueException => ("value", thrown.Message),
            ProgramException => ("program", thrown.Message),
            _ => ("other", $"The program ended with {thrown.GetType().Name}: {thrown.Message}"),
        };
        writer.Write(kind);
        writer.Write(message);
        writer.Write((thrown as ProgramValueException)?.Component ?? "");
        writer.Write((thrown as ProgramValueException)?.Value ?? 0);
    });

    public static ProgramException Threw(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var (kind, message, component, value) = (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadDouble());
        return kind switch
        {
            "memory" => new ProgramWorkerException(WorkerEnd.Memory, "The program's process ran out of the memory it may have."),
            "fuel" => new ProgramFuelException(message),
            "value" => new ProgramValueException(component, value),
            "program" or "other" => new ProgramException(message),
            _ => throw new InvalidDataException($"an exception of kind '{kind}'"),
        };
    }

    public static byte[] Bytes(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) write(writer);
        return stream.ToArray();
    }

    private static void Write(BinaryWriter writer, Schema schema)
    {
        Write(writer, schema.Observation);
        writer.Write(schema.Actions is ActionSpace.Discrete);
        if (schema.Actions is ActionSpace.Discrete discrete)
        {
            writer.Write(discrete.Count);
            foreach (var name in discrete.Names) writer.Write(name);
        }
        else if (schema.Actions is ActionSpace.Box box)
        {
            Write(writer, box.Fields);
        }

        writer.Write(schema.Constants.Count);
        foreach (var constant in schema.Constants)
        {
            writer.Write(constant.Name);
            writer.Write(constant.Value);
        }
    }

    private static Schema ReadSchema(BinaryReader reader)
    {
        var fields = ReadFields(reader);
        ActionSpace actions = reader.ReadBoolean()
            ? new ActionSpace.Discrete([.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())]) : new ActionSpace.Box(ReadFields(reader));
        return new(fields, actions) { Constants = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new Constant(reader.ReadString(), reader.ReadDouble()))] };
    }

    /// <summary>Names and kinds only: a program sees nothing else of a field.</summary>
    private static void Write(BinaryWriter writer, IReadOnlyList<Field> fields)
    {
        writer.Write(fields.Count);
        foreach (var field in fields)
        {
            writer.Write(field.Name);
            writer.Write((int)field.Kind);
        }
    }

    private static Field[] ReadFields(BinaryReader reader) => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new Field(reader.ReadString(), Kind: (FieldKind)reader.ReadInt32()))];
}
