package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
      RolloutAdvanceCommand.class,
      RolloutApproveCommand.class,
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

  static Answer told(RolloutStatus status) {
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

  /** See the command's description. */
  @Command(
      name = "start",
      description = "Start a rollout. The first step is made by the first tick.",
      footer = {
        "",
        "Examples:",
        "  versioned rollout start checkout LIVE --to 8 --strategy Canary10Percent5Minutes --bake 10m",
        "  versioned rollout start checkout LIVE --to 8 --strategy AppConfig.Linear20PercentEvery6Minutes --no-data proceed",
        "  versioned rollout start checkout LIVE --to 8 --strategy Linear10PercentEvery3Minutes --gate none",
        "  versioned rollout start checkout LIVE --to 8 --strategy Canary10Percent5MinutesWaitAt10Percent"
      })
  static final class Start extends RepositoryCommand {
    @Mixin AliasTarget target;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "VERSION",
        description = "The new version.")
    VersionNumber version;

    @Mixin RolloutPlanOptions plan;
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
      footer = {
        "",
        "Examples:",
        "  versioned rollout status checkout LIVE --watch",
        "  versioned rollout status checkout LIVE --output json"
      })
  static final class Status extends RepositoryCommand {
    @Mixin AliasTarget target;
    @Mixin WatchOption watch;
    private boolean over;

    @Override
    Optional<Duration> repetition() {
      return Optional.ofNullable(watch.every);
    }

    @Override
    boolean isOver() {
      return over;
    }

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      RolloutStatus status = target.in(repo).rollout().status();
      over = status.rollout().isOver();
      return watch.every == null ? told(status) : told(status).exit(exit(status));
    }
  }

  /** See the command's description. */
  @Command(
      name = "list",
      description = "List the rollouts under way, of all artifacts.",
      footer = {
        "",
        "Examples:",
        "  versioned rollout list --watch",
        "  versioned rollout list --output json"
      })
  static final class Underway extends RepositoryCommand {
    @Mixin ListOptions list;
    @Mixin WatchOption watch;

    private static final Map<String, Comparator<RolloutStatus>> ORDERS =
        Map.of(
            "alias", Comparator.comparing(s -> s.alias().artifact() + ":" + s.alias().name()),
            "state", Comparator.comparing(s -> s.rollout().state()),
            "due", Comparator.comparing(s -> s.rollout().dueAt()),
            "started", Comparator.comparing(s -> s.rollout().startedAt()));

    @Override
    Optional<Duration> repetition() {
      return Optional.ofNullable(watch.every);
    }

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      Supplier<Stream<RolloutStatus>> statuses = list.arrange(repo::rollouts, ORDERS, this);
      Supplier<Stream<?>> rollouts = () -> statuses.get().map(Fields::of);
      return list.answer(
          Fields.of("rollouts", rollouts), RolloutTable.of(list, session), statuses, session);
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
