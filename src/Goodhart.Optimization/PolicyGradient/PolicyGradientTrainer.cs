using Goodhart.Models;
using Goodhart.Worlds;
using Goodhart.Worlds.Tabular;
using static TorchSharp.torch;

namespace Goodhart.Optimization;

/// <summary>
/// Proximal policy optimisation (Schulman et al. 2017), with anything that holds the policy back: rollout → reward → penalties → advantages →
/// clipped surrogate, value loss, entropy and divergences → Adam.
/// </summary>
/// <remarks>The same arguments and seed give the same bits; <see cref="Save"/> and <see cref="Load"/> continue a run bit for bit.</remarks>
public sealed class PolicyGradientTrainer : IDisposable
{
    private readonly IWorld world;
    private readonly IReward<Transitions> reward;
    private readonly PolicyGradientOptions options;
    private readonly IReadOnlyList<IRegulariser> regularisers;
    private readonly IDistributionPolicy? reference;
    private readonly Generator rng;
    private readonly Mlp critic;
    private readonly PolicyUpdate policyUpdate;
    private readonly CriticUpdate criticUpdate;
    private readonly EpisodeMonitor monitor;
    private readonly PartTrace trace;
    private readonly Transitions record;
    private readonly float[] rewards, penalties, values, arrived, advantages, returns;

    /// <param name="world">Where the policy acts; it is reset here and must restart episodes by itself.</param>
    /// <param name="reward">What is maximised.</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="seed">Of the networks, the actions, the shuffles and the world.</param>
    /// <param name="regularisers">What holds the policy back; the trainer saves their state but does not dispose them.</param>
    /// <param name="reference">A base policy to report the divergence from; a regulariser's base when null.</param>
    public PolicyGradientTrainer(
        IWorld world, IReward<Transitions> reward, PolicyGradientOptions options, ulong seed,
        IReadOnlyList<IRegulariser>? regularisers = null, IDistributionPolicy? reference = null)
    {
        if (world.Autoreset is not Autoreset.SameStep)
            throw new ArgumentException($"World '{world.Name}' must restart episodes by itself (Autoreset.SameStep), was {world.Autoreset}.", nameof(world));
        (this.world, this.reward, this.options, this.regularisers) = (world, reward, options.Checked(), regularisers ?? []);
        this.reference = reference ?? this.regularisers.Select(r => r.Base).OfType<IDistributionPolicy>().FirstOrDefault();
        rng = new(seed);
        Policy = new(world.Schema, options.Network ?? new(), options.Head, rng);
        critic = new(world.Schema.Observation.Count, 1, options.Network ?? new(), 1, rng);
        policyUpdate = new(options, Policy);
        criticUpdate = new(options, critic);
        monitor = new(world.Count);
        trace = PartTrace.Of(reward);
        record = new(world.Schema, options.Steps * world.Count);
        (rewards, penalties, values, arrived) = (new float[record.Capacity], new float[record.Capacity], new float[record.Capacity], new float[record.Capacity]);
        (advantages, returns) = (new float[record.Capacity], new float[record.Capacity]);
        Restart();
    }

    /// <summary>The policy in training: stochastic, and changed by every iteration.</summary>
    public NetworkPolicy Policy { get; }

    /// <summary>Steps of the policy so far, over all copies of the world.</summary>
    public long Steps { get; private set; }

    /// <summary>Parameters of the value network.</summary>
    public ParameterVector CriticParameters => critic.Parameters;

    /// <summary>The policy as a table, for exact audits.</summary>
    public TabularPolicy Tabulate(TabularMdp mdp) => Policy.Tabulate(mdp);

    /// <summary>One rollout and the update from it.</summary>
    public TrainingStep Iterate()
    {
        using var threads = TorchThreads.One();
        using var scope = NewDisposeScope();
        if (options.NormaliseObservations && Policy.Normaliser.Count == 0) WarmUp();
        var learningRate = options.LearningRateAt(Steps);
        Rollout.Collect(world, Policy, options.Steps, rng, record);
        Steps += record.Count;

        var context = new RolloutContext(record, world.Count, options.Discount, options.Epochs, rng);
        Score(context);
        var (rows, kl) = Evaluate();
        LossTerm[] terms = [.. regularisers.OfType<ILossPenalty>().Select(r => r.Begin(context))];
        var (figures, valueLoss) = Update(rows, terms, learningRate);
        if (options.NormaliseObservations) Policy.Normaliser.Update(record);

        return new(
            Steps, [.. trace.Flatten().Select(part => new PartMean(part.Path, part.Mean))], Mean(rewards), Mean(penalties), monitor.Episodes, monitor.Return,
            monitor.Length, figures, valueLoss, AdvantageEstimation.ExplainedVariance(values, returns), kl, learningRate,
            [.. regularisers.SelectMany(r => r.Metrics, (r, metric) => metric with { Tag = $"{r.Name}/{metric.Tag}" })]);
    }

    /// <summary>Writes everything the run consists of: networks, optimisers, random state, world, episodes and regularisers.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Steps);
        Policy.Save(writer);
        critic.Parameters.Save(writer);
        policyUpdate.Save(writer);
        criticUpdate.Save(writer);
        rng.Save(writer);
        world.Save(writer);
        monitor.Save(writer);
        foreach (var part in reward.EpisodicParts()) part.Save(writer);
        foreach (var regulariser in regularisers)
        {
            writer.Write(regulariser.Name);
            regulariser.Save(writer);
        }
    }

    /// <summary>Continues exactly where <see cref="Save"/> stood, in a trainer built with the same arguments.</summary>
    /// <exception cref="InvalidDataException">The run was of another shape.</exception>
    public void Load(BinaryReader reader)
    {
        Steps = reader.ReadInt64();
        Policy.Load(reader);
        critic.Parameters.Load(reader);
        policyUpdate.Load(reader);
        criticUpdate.Load(reader);
        rng.Load(reader);
        world.Load(reader);
        monitor.Load(reader);
        foreach (var part in reward.EpisodicParts()) part.Load(reader);
        foreach (var regulariser in regularisers)
        {
            var stored = reader.BaseStream.Position < reader.BaseStream.Length ? reader.ReadString() : "none";
            if (stored != regulariser.Name) throw new InvalidDataException($"The checkpoint's next regulariser is '{stored}', expected '{regulariser.Name}'.");
            regulariser.Load(reader);
        }
    }

    public void Dispose()
    {
        Policy.Dispose();
        critic.Dispose();
        record.Dispose();
    }

    /// <summary>Moments of observations from a rollout that is not trained on: at raw scale the first update could saturate the networks for good.</summary>
    private void WarmUp()
    {
        Rollout.Collect(world, Policy, options.Steps, rng, record);
        Policy.Normaliser.Update(record);
        Restart();
    }

    private void Restart()
    {
        world.Reset(rng.NextWord());
        reward.Begin(world.Count);
    }

    /// <summary>Rewards less penalties; the episodes that are reported are counted in the very numbers that are trained on.</summary>
    private void Score(RolloutContext context)
    {
        trace.Clear();
        reward.Evaluate(record, rewards, trace);
        Array.Clear(penalties);
        var one = new float[penalties.Length];
        foreach (var regulariser in regularisers.OfType<IRewardPenalty>())
        {
            regulariser.Penalise(context, one);
            for (var i = 0; i < one.Length; i++) penalties[i] += one[i];
        }

        for (var i = 0; i < rewards.Length; i++) rewards[i] -= penalties[i];
        monitor.Record(record, rewards);
    }

    /// <summary>Values, advantages and the probabilities with which the policy acted, all under the normaliser it acted with.</summary>
    private (RolloutRows Rows, double? KlToBase) Evaluate()
    {
        using var still = no_grad();
        var seen = Policy.Normaliser.Apply(TensorMemory.Observations(record));
        critic.Forward(seen).Floats().CopyTo(values);
        Arrive();
        AdvantageEstimation.Generalised(
            rewards, values, arrived, record.Terminated, record.Truncated, world.Count, options.Discount, options.Lambda, advantages);
        for (var i = 0; i < returns.Length; i++) returns[i] = advantages[i] + values[i];
        AdvantageEstimation.Normalise(advantages);

        var acting = Policy.Distribution(seen);
        var actions = TensorMemory.Actions(record);
        var kl = reference is null ? (double?)null : acting.Kl(reference.Distribution(record)).mean().item<float>();
        return (new(seen, actions, acting.LogProbability(actions), TensorMemory.Vector(advantages)), kl);
    }

    /// <summary>Policy and critic share no parameters, so each is fitted on a thread of its own.</summary>
    private (UpdateFigures Policy, double ValueLoss) Update(RolloutRows rows, LossTerm[] terms, double learningRate)
    {
        Generator policyRng = rng.Fork(), criticRng = rng.Fork();
        var targets = TensorMemory.Vector(returns);
        var fitting = Task.Run(() =>
        {
            using var one = TorchThreads.One();
            return criticUpdate.Run(rows.Observations, targets, learningRate, criticRng);
        });
        try
        {
            return (policyUpdate.Run(rows, terms, learningRate, policyRng), fitting.GetAwaiter().GetResult());
        }
        finally
        {
            fitting.ContinueWith(_ => { }, TaskScheduler.Default).Wait();   // its tensors are disposed with this iteration
        }
    }

    /// <summary>V of the state each step arrived at: the next row's where the episode goes on, evaluated where it was cut off or the rollout ends.</summary>
    private void Arrive()
    {
        int copies = world.Count, count = record.Count;
        var apart = new List<int>();
        for (var row = 0; row < count; row++)
        {
            if (record.Truncated[row] || row + copies >= count) apart.Add(row);
            else arrived[row] = values[row + copies];
        }

        var fields = record.Schema.Observation.Count;
        var columns = new float[fields * apart.Count];
        for (var f = 0; f < fields; f++)
        {
            var column = record.Next(f);
            for (var i = 0; i < apart.Count; i++) columns[f * apart.Count + i] = column[apart[i]];
        }

        var found = critic.Forward(Policy.Normaliser.Apply(TensorMemory.Rows(columns, apart.Count))).Floats();
        for (var i = 0; i < apart.Count; i++) arrived[apart[i]] = found[i];
    }

    private static double Mean(float[] numbers)
    {
        var sum = 0.0;
        foreach (var x in numbers) sum += x;
        return sum / numbers.Length;
    }
}
