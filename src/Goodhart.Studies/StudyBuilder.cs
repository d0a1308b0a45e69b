using Goodhart.Models;
using Goodhart.Optimization;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;

namespace Goodhart.Studies;

/// <summary>Looks up what a study file names and makes the study.</summary>
public static class StudyBuilder
{
    /// <exception cref="StudyFileException">The world lacks something the file names; file, line and field are in the message.</exception>
    public static Study Build(this StudyFile file, CancellationToken cancellation = default)
    {
        var entry = Entry(file);
        IWorld World(int count) => entry.Create(count, file.Horizon);
        var sample = Sample(file, entry);
        var process = (sample as TabularWorld)?.Process;
        CheckArms(file, process);
        var gamma = file.Gamma ?? 0.99;
        var (policy, words) = Base(file, sample, World, process, gamma, cancellation);
        return new()
        {
            Name = file.Name,
            World = World,
            Process = process,
            Proxy = Proxy(file, sample),
            Truth = HeldOut<Transitions>.Of(Named(file, "truth", file.Truth, sample)),
            Base = policy,
            BaseName = words,
            Gamma = gamma,
            Arms = [.. file.Arms.Select(arm => ArmOf(arm, policy))],
            Episodes = file.Episodes ?? 256,
            Seeds = file.Seeds ?? 3,
            Seed = file.Seed ?? 1,
            Command = $"goodhart run {file.Path}",
        };
    }

    private static WorldEntry Entry(StudyFile file)
    {
        try
        {
            return file.World.Assembly is { } assembly ? WorldCatalogue.FromAssembly(assembly, file.World.Name) : WorldCatalogue.Find(file.World.Name);
        }
        catch (Exception e) when (e is ArgumentException or FileNotFoundException or InvalidDataException or InvalidOperationException)
        {
            throw file.Wrong("world", e.Message);
        }
    }

    private static IWorld Sample(StudyFile file, WorldEntry entry)
    {
        try
        {
            return entry.Create(1, file.Horizon);
        }
        catch (ArgumentException e)
        {
            throw file.Wrong("horizon", e.Message);
        }
    }

    private static void CheckArms(StudyFile file, TabularMdp? process)
    {
        for (var i = 0; i < file.Arms.Count; i++)
        {
            if (file.Arms[i].Method != ArmMethod.Exact) continue;
            if (process is null) throw file.Wrong($"arms[{i}].method", "expected ppo, got exact, which needs a tabular world such as tomato");
            if (file.Base is BaseOptions.Trained) throw file.Wrong($"arms[{i}].method", "expected ppo, got exact, which needs a base that is uniform or soft");
        }
    }

    private static IReward<Transitions> Proxy(StudyFile file, IWorld world) => file.Proxy is [{ Weight: 1 } only] ? Named(file, "proxy", only.Reward, world)
        : Reward.Sum("proxy", [.. file.Proxy.Select(term => Named(file, "proxy", term.Reward, world).Weighted((float)term.Weight, unit: "1"))]);

    private static IReward<Transitions> Named(StudyFile file, string field, string name, IWorld world) =>
        world.Rewards.FirstOrDefault(reward => reward.Name == name) ?? throw file.Wrong(field, $"expected a reward of the world, got \"{name}\"{Suggest.Among([.. world.Rewards.Select(r => r.Name)], name)}");

    private static (IPolicy Policy, string Words) Base(
        StudyFile file, IWorld world, Func<int, IWorld> create, TabularMdp? process, double gamma, CancellationToken cancellation)
    {
        switch (file.Base)
        {
            case BaseOptions.Uniform:
                return (process is null ? new UniformPolicy(world.Schema.Actions) : Policies.Uniform(process), "uniform over actions");
            case BaseOptions.Trained trained:
                return (Trained.On(create, Named(file, "base.train.reward", trained.Reward, world), trained.Steps, Generator.Derive(file.Seed ?? 1, 77), gamma, cancellation),
                    $"PPO on '{trained.Reward}' for {trained.Steps:N0} steps");
            case BaseOptions.Soft soft when process is not null:
                var reward = process.Expect(process.Tabulate(Named(file, "base.soft.reward", soft.Reward, world)));
                var greedy = Solve.Softmax(process, Solve.Optimal(process, reward, gamma).Q, soft.Temperature);
                return (Policies.Mix(greedy, Policies.Uniform(process), soft.Mix), $"{1 - soft.Mix:G3} · softmax(Q of '{soft.Reward}' / {soft.Temperature:G3}) + {soft.Mix:G3} · uniform");
            default:
                throw file.Wrong("base", "expected uniform or train, got soft, which needs a tabular world such as tomato");
        }
    }

    private static Arm ArmOf(ArmOptions arm, IPolicy policy)
    {
        var lambda = arm.UsesTheoryLambda ? null : arm.Lambda;
        if (arm.Method == ArmMethod.Exact) return new Arm.Exact(arm.Name, arm.Regulariser, lambda);
        var ppo = arm.Ppo ?? new();
        PolicyGradientOptions standard = new();
        MlpOptions network = new();
        return new Arm.Sampled(arm.Name, arm.Regulariser, lambda, arm.Steps ?? 200_000, ppo.Environments ?? 64, standard with
        {
            Steps = ppo.RolloutSteps ?? standard.Steps,
            Epochs = ppo.Epochs ?? standard.Epochs,
            Minibatch = ppo.Minibatch ?? standard.Minibatch,
            LearningRate = ppo.LearningRate ?? standard.LearningRate,
            Lambda = ppo.GaeLambda ?? standard.Lambda,
            Clip = ppo.Clip ?? standard.Clip,
            EntropyWeight = ppo.Entropy ?? standard.EntropyWeight,
            MaxGradientNorm = ppo.MaxGradientNorm ?? standard.MaxGradientNorm,
            Network = network with { Width = ppo.Width ?? network.Width, Depth = ppo.Depth ?? network.Depth },
            // A divergence needs two distributions of one kind, and the uniform one over a box is a Beta.
            Head = policy is UniformPolicy ? ContinuousHead.Beta : ContinuousHead.Gaussian,
        });
    }
}
