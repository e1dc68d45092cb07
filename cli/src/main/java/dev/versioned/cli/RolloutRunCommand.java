package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.RolloutDriver;
import dev.versioned.RolloutHandle;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drives a rollout to its end. */
@Command(
    name = "run",
    description = {
      "Start a rollout, or continue the current one, and tick until it is over. Exit code 0 if it"
          + " was promoted, 1 if it went back, 4 if a manual move ended it.",
      "A job that is run again continues: if a rollout to the same version is under way, none is started;"
          + " nor if the version has all the traffic already."
    },
    footer = {
      "",
      "Examples:",
      "  versioned rollout run checkout LIVE --to 8 --strategy Canary10Percent5Minutes --check ./is-healthy.sh",
      "  versioned rollout run checkout LIVE --every 30s"
    })
final class RolloutRunCommand extends RepositoryCommand {
  /** How many ticks in a row may fail with transient failures. */
  private static final int PATIENCE = 10;

  /** A pipeline has its own. */
  private static final Duration NO_LIMIT = Duration.ofDays(36_500);

  @Mixin AliasTarget target;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "The new version; without it the current rollout is driven.")
  @Nullable VersionNumber version;

  @Mixin RolloutPlanOptions plan;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long to wait after each tick; default: 10s.")
  Duration every;

  @Option(
      names = "--lines",
      description =
          "With --output json: also print each tick that brings news, as one line at once.")
  boolean jsonLines;

  @Mixin GateOptions gate;
  @Mixin UpdateOptions update;

  @Override
  Answer answer(ArtifactRepository repo, Session session) throws InterruptedException {
    if (every.toMillis() < 1) {
      throw misused("--every must be 1ms or more");
    }
    // Before the start: a command that cannot run must not be found by the first step.
    HealthGate asked = gate.gate(target.in(repo), session);
    RolloutHooks hooks = gate.hooks(session);
    RolloutHandle rollout = target.in(repo).rollout();
    Optional<RolloutStatus> underWay = underWay(repo, rollout);
    if (underWay.isEmpty()) {
      return Answer.of(
          Fields.of("rollout", null, "ticks", List.of()),
          target.name
              + ":"
              + target.alias
              + " gives all traffic to version "
              + version
              + " already");
    }
    RolloutDisplay display = new RolloutDisplay(session, jsonLines);
    RolloutStatus end =
        RolloutDriver.of(rollout, asked)
            .hooks(hooks)
            .every(every)
            .giveUpAfter(PATIENCE)
            .listener(display::show)
            .failureListener(
                e -> display.complain("a tick failed, the next one follows: " + Wording.of(e)))
            .drive(underWay.get(), NO_LIMIT);
    // As text, the tick that ended it has been printed.
    return Answer.of(Fields.of("rollout", Fields.of(end), "ticks", display.news()))
        .exit(RolloutCommand.exit(end));
  }

  /** Starts the rollout unless it is under way; returns nothing if none needs to be driven. */
  private Optional<RolloutStatus> underWay(ArtifactRepository repo, RolloutHandle rollout) {
    Optional<RolloutStatus> present = rollout.find().filter(status -> !status.rollout().isOver());
    if (version == null) {
      present.ifPresent(status -> plan.checkIs(status, target.in(repo)));
      return Optional.of(present.orElseGet(rollout::status));
    }
    RolloutPlan wanted = plan.to(version, this);
    if (present.isPresent() && present.get().rollout().plan().version().equals(wanted.version())) {
      // Options that are not given do not differ.
      plan.checkIs(present.get(), target.in(repo));
      return present;
    }
    return rollout.startOrContinue(wanted, update::addTo);
  }
}
