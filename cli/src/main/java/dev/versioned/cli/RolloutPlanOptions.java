package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a plan. */
final class RolloutPlanOptions {
  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = {
        "In what steps: a name of CodeDeploy (Canary10Percent5Minutes, Linear10PercentEvery1Minute,"
            + " AllAtOnce ...), of AppConfig (AppConfig.Linear20PercentEvery6Minutes ...), or one of"
            + " your own of this form (Canary2.5Percent90Seconds, Exponential10PercentEvery4Minutes)."
      })
  @Nullable RolloutStrategy strategy;

  @Option(
      names = "--bake",
      paramLabel = "TIME",
      description = "How long to keep watching after the last step, such as 10m.")
  @Nullable Duration bake;

  @Option(
      names = "--wait-at",
      split = ",",
      paramLabel = "WEIGHT",
      description =
          "At which weights to wait for an approval (rollout approve), such as 10%% or 10%%,100%%.")
  @Nullable List<Weight> waits;

  @Option(
      names = "--approval-by-another",
      description = "Only another actor than the one who starts the rollout may approve it.")
  boolean byAnother;

  @Option(
      names = "--no-data",
      paramLabel = "POLICY",
      description =
          "What to do when the gate cannot tell: proceed, roll-back, or wait:30m at most. wait:1h unless given.")
  @Nullable NotEnoughDataPolicy noData;

  @Option(
      names = "--gate",
      paramLabel = "NAME",
      description = {
        "The gate that a ticker asks, by the name that the ticker knows; outcomes, or"
            + " outcomes:RULES, as with --outcome-rules; none for no gate: then a ticker promotes when"
            + " the time has come. Without it no ticker moves this rollout.",
        "It does not replace --check, which is the gate of this command."
      })
  @Nullable String gate;

  RolloutPlan to(VersionNumber version, ToolCommand command) {
    RolloutStrategy steps = strategy;
    if (steps == null) {
      throw command.misused("Missing required option: '--strategy=NAME'");
    }
    RolloutPlan plan = RolloutPlan.of(version, adapted(steps));
    plan = byAnother ? plan.withApprovalByAnother() : plan;
    plan = noData == null ? plan : plan.withNotEnoughData(noData);
    return gate == null ? plan : plan.withGate(gate);
  }

  private RolloutStrategy adapted(RolloutStrategy steps) {
    RolloutStrategy baked = bake == null ? steps : steps.withBakeTime(bake);
    return waits == null ? baked : baked.waitAt(waits.toArray(new Weight[0]));
  }

  /** Refuses to continue a rollout whose plan is not that of these options. */
  void checkIs(RolloutStatus underWay, AliasHandle alias) {
    RolloutPlan present = underWay.rollout().plan();
    RolloutStrategy steps = strategy == null ? present.strategy() : strategy;
    RolloutStrategy wanted = adapted(steps);
    boolean sameData = noData == null || noData.equals(present.notEnoughData());
    boolean sameGate = gate == null || gate.equals(present.gate());
    boolean sameApprover = !byAnother || present.approver() == RolloutPlan.Approver.ANOTHER;
    if (!wanted.equals(present.strategy()) || !sameData || !sameGate || !sameApprover) {
      throw new AlreadyExistsException(
          "Cannot run a rollout of "
              + alias
              + " by "
              + text(wanted, noData, gate)
              + (sameApprover ? "" : " with approval by another")
              + ": one to version "
              + present.version()
              + " by "
              + text(
                  present.strategy(),
                  noData == null ? null : present.notEnoughData(),
                  gate == null ? null : present.gate())
              + " is under way since "
              + underWay.rollout().startedAt()
              + "; run it with that, or abort it first",
          alias.name().value());
    }
  }

  private static String text(
      RolloutStrategy strategy,
      @Nullable NotEnoughDataPolicy notEnoughData,
      @Nullable String gate) {
    return strategy
        + (notEnoughData == null ? "" : " without data " + notEnoughData)
        + (gate == null ? "" : gate.isEmpty() ? " with no named gate" : " with gate " + gate);
  }
}
