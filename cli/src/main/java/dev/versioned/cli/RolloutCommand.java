package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.rollout.TickResult;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts, drives and ends rollouts. */
@Command(
    name = "rollout",
    description = "Move an alias to another version in timed steps, with a health gate.",
    subcommands = {
      RolloutCommand.Start.class,
      RolloutCommand.Status.class,
      RolloutCommand.Underway.class,
      RolloutCommand.Tick.class,
      RolloutRunCommand.class,
      RolloutCommand.Pause.class,
      RolloutCommand.Resume.class,
      RolloutCommand.Abort.class
    },
    footer = {
      "",
      "Examples:",
      "  versioned rollout run checkout LIVE --to 8 --strategy Linear10PercentEvery1Minute"
    })
final class RolloutCommand {
  private RolloutCommand() {}

  /** Parses a policy, with a time of any form to wait. */
  static NotEnoughDataPolicy policy(String text) {
    if (text.equals("proceed") || text.equals("roll-back")) {
      return NotEnoughDataPolicy.parse(text);
    } else if (text.startsWith("wait:")) {
      return NotEnoughDataPolicy.waitAtMost(Durations.parse(text.substring("wait:".length())));
    }
    throw new IllegalArgumentException(
        "Cannot use '"
            + text
            + "' as what to do without data: write proceed, roll-back or wait:30m");
  }

  private static Answer told(RolloutStatus status) {
    return Answer.of(Fields.of("rollout", Fields.of(status)), status.toString());
  }

  /** Returns the exit code after a tick: a rollback must stop a pipeline. */
  static ExitCode exit(RolloutStatus status) {
    return switch (status.rollout().state()) {
      case ROLLED_BACK -> ExitCode.FAILED;
      case SUPERSEDED -> ExitCode.CONFLICT;
      case RUNNING, BAKING, PAUSED, PROMOTED -> ExitCode.DONE;
    };
  }

  /** The options of a plan. */
  static final class PlanOptions {
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
        names = "--no-data",
        paramLabel = "POLICY",
        description =
            "What to do when the gate cannot tell: proceed, roll-back, or wait:30m at most. wait:1h unless given.")
    @Nullable NotEnoughDataPolicy noData;

    @Option(
        names = "--gate",
        paramLabel = "NAME",
        description = {
          "The gate that a ticker asks, by the name that the ticker knows; none for no gate: then a"
              + " ticker promotes when the time has come. Without it no ticker moves this rollout.",
          "It does not replace --check, which is the gate of this command."
        })
    @Nullable String gate;

    RolloutPlan to(VersionNumber version, ToolCommand command) {
      RolloutStrategy steps = strategy;
      if (steps == null) {
        throw command.misused("Missing required option: '--strategy=NAME'");
      }
      RolloutPlan plan = RolloutPlan.of(version, bake == null ? steps : steps.withBakeTime(bake));
      plan = noData == null ? plan : plan.withNotEnoughData(noData);
      return gate == null ? plan : plan.withGate(gate);
    }

    /** Refuses to continue a rollout whose plan is not that of these options. */
    void checkIs(RolloutStatus underWay, AliasHandle alias) {
      RolloutPlan present = underWay.rollout().plan();
      RolloutStrategy steps = strategy == null ? present.strategy() : strategy;
      RolloutStrategy wanted = bake == null ? steps : steps.withBakeTime(bake);
      boolean sameData = noData == null || noData.equals(present.notEnoughData());
      boolean sameGate = gate == null || gate.equals(present.gate());
      if (!wanted.equals(present.strategy()) || !sameData || !sameGate) {
        throw new AlreadyExistsException(
            "Cannot run a rollout of "
                + alias
                + " by "
                + text(wanted, noData, gate)
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

  /** See the command's description. */
  @Command(
      name = "start",
      description = "Start a rollout. The first step is made by the first tick.",
      footer = {
        "",
        "Examples:",
        "  versioned rollout start checkout LIVE --to 8 --strategy Canary10Percent5Minutes --bake 10m",
        "  versioned rollout start checkout LIVE --to 8 --strategy AppConfig.Linear20PercentEvery6Minutes --no-data proceed",
        "  versioned rollout start checkout LIVE --to 8 --strategy Linear10PercentEvery3Minutes --gate none"
      })
  static final class Start extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "VERSION",
        description = "The new version.")
    VersionNumber version;

    @Mixin PlanOptions plan;
    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      return told(target.in(repo).rollout().start(plan.to(version, this), update::addTo));
    }
  }

  /** See the command's description. */
  @Command(
      name = "status",
      description = "Show the current rollout, or the last one.",
      footer = {"", "Examples:", "  versioned rollout status checkout LIVE --output json"})
  static final class Status extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      return told(target.in(repo).rollout().status());
    }
  }

  /** See the command's description. */
  @Command(
      name = "list",
      description = "List the rollouts under way, of all artifacts.",
      footer = {"", "Examples:", "  versioned rollout list --output json"})
  static final class Underway extends RepositoryCommand {
    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      Supplier<Stream<?>> rollouts = () -> repo.rollouts().map(Fields::of);
      return Answer.of(
          Fields.of("rollouts", rollouts), () -> repo.rollouts().map(RolloutStatus::toString));
    }
  }

  /** See the command's description. */
  @Command(
      name = "tick",
      description = {
        "Do what is due, at most one thing: call the gate, make the next step, promote, or go back.",
        "Any number of processes may tick, twice or late. Exit code 1 if the rollout went back, 4 if"
            + " a manual move ended it."
      },
      footer = {"", "Examples:", "  versioned rollout tick checkout LIVE --check ./is-healthy.sh"})
  static final class Tick extends RepositoryCommand {
    @Mixin AliasTarget target;
    @Mixin GateOptions gate;

    @Override
    Answer answer(ArtifactRepository repo, Session session) throws InterruptedException {
      TickResult result =
          target.in(repo).rollout().tick(gate.gate(target.in(repo), session), gate.hooks(session));
      return Answer.of(fields(result), result.toString()).exit(exit(result.status()));
    }
  }

  static Map<String, Object> fields(TickResult result) {
    return Fields.of(
        "outcome",
        result.outcome(),
        "detail",
        result.detail(),
        "rollout",
        Fields.of(result.status()));
  }

  /** See the command's description. */
  @Command(
      name = "pause",
      description = "Make no step until it is resumed. It still goes back if it is unhealthy.",
      footer = {"", "Examples:", "  versioned rollout pause checkout LIVE --reason \"sale is on\""})
  static final class Pause extends RepositoryCommand {
    @Mixin AliasTarget target;
    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      return told(target.in(repo).rollout().pause(update::addTo));
    }
  }

  /** See the command's description. */
  @Command(
      name = "resume",
      description = "Resume a paused rollout, with the time that was left.",
      footer = {"", "Examples:", "  versioned rollout resume checkout LIVE"})
  static final class Resume extends RepositoryCommand {
    @Mixin AliasTarget target;
    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      return told(target.in(repo).rollout().resume(update::addTo));
    }
  }

  /** See the command's description. */
  @Command(
      name = "abort",
      description = "End the rollout, and give all traffic back to the version before.",
      footer = {
        "",
        "Examples:",
        "  versioned rollout abort checkout LIVE --reason \"wrong build\""
      })
  static final class Abort extends RepositoryCommand {
    @Mixin AliasTarget target;
    @Mixin UpdateOptions update;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      return told(target.in(repo).rollout().abort(update::addTo));
    }
  }
}
