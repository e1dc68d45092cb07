package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutHook;
import dev.versioned.rollout.RolloutHooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that a rollout runs: the check and the hooks. */
final class GateOptions {
  /** The exit code of a check without enough data: sysexits' EX_TEMPFAIL, try again later. */
  private static final int NO_DATA = 75;

  @Mixin MonitorOptions monitors = new MonitorOptions();

  @Option(
      names = "--check",
      paramLabel = "COMMAND",
      description = {
        "The health gate, asked at every tick: exit code 0 is healthy, 75 not enough data, as are 126"
            + " and 127, with which the shell says that it cannot start it, any other unhealthy. The"
            + " last line it prints is the reason.",
        "It finds VERSIONED_ROLLOUT_ARTIFACT, _ALIAS, _VERSION, _FROM and _PERCENT in its"
            + " environment. Without it the gate is open."
      })
  @Nullable String check;

  @Option(
      names = "--check-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description =
          "How long a command may take; a slow check is not enough data, a slow hook fails. Default: 60s.")
  Duration timeout;

  @Option(
      names = "--converged",
      paramLabel = "SHARE",
      description = {
        "Wait at every step until this share of the processes that report, such as 99%%, are at the"
            + " current revision.",
        "The rollout goes back if more than --most-not-ready of them, on two hosts or more, cannot"
            + " prepare the version."
      })
  @Nullable Weight converged;

  @Option(
      names = "--most-not-ready",
      paramLabel = "SHARE",
      defaultValue = "10%",
      description = "The share of processes that may be unable to prepare it; default: 10%%.")
  Weight mostNotReady;

  @Option(
      names = "--before",
      paramLabel = "COMMAND",
      description = "The command to run before the first step; if it fails, the rollout goes back.")
  @Nullable String before;

  @Option(
      names = "--after",
      paramLabel = "COMMAND",
      description = "The command to run before the promotion; if it fails, the rollout goes back.")
  @Nullable String after;

  @Option(
      names = "--before-step",
      paramLabel = "COMMAND",
      description =
          "The command to run before each step, after --before; if it fails, the rollout goes back.")
  @Nullable String beforeStep;

  @Option(
      names = "--after-step",
      paramLabel = "COMMAND",
      description =
          "The command to run after each step and its interval, before the next; if it fails, the"
              + " rollout goes back.")
  @Nullable String afterStep;

  @Option(
      names = "--no-check-output",
      description =
          "Keep the output of these commands out of the ledger: a reason is then the exit code alone.")
  boolean noOutput;

  /**
   * Returns the gate.
   *
   * @throws IllegalArgumentException if its command cannot be started
   */
  HealthGate gate(AliasHandle alias, Session session) throws InterruptedException {
    List<HealthGate> all = new ArrayList<>();
    if (converged != null) {
      all.add(alias.fleetGate().withConverged(converged).withNotReady(mostNotReady));
    }
    all.addAll(monitors.gates(alias, session));
    if (check != null) {
      all.add(gate(runnable("check", check, session)));
    }
    HealthGate gate = HealthGate.allOf(all.toArray(HealthGate[]::new));
    return status -> {
      Health health = gate.check(status);
      Termination.pass(Duration.ZERO);
      return health;
    };
  }

  private HealthGate gate(ShellCommand command) {
    return status -> {
      ShellCommand.Result result = command.run(status);
      if (result.timedOut()) {
        return Health.notEnoughData("the check did not end within " + timeout);
      } else if (result.notStarted()) {
        return Health.notEnoughData("the check could not be started: " + reason(result));
      }
      return switch (result.exitCode()) {
        case 0 -> Health.healthy(lastLine(result));
        case NO_DATA -> Health.notEnoughData(reason(result));
        default -> Health.unhealthy(reason(result));
      };
    };
  }

  private String reason(ShellCommand.Result result) {
    return noOutput ? "exit code " + result.exitCode() : result.reason();
  }

  private String lastLine(ShellCommand.Result result) {
    return noOutput ? "" : result.lastLine();
  }

  private ShellCommand runnable(String option, String text, Session session)
      throws InterruptedException {
    ShellCommand command = new ShellCommand(text, timeout, session.terminal());
    Optional<String> obstacle;
    try {
      obstacle = command.obstacle();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a shell: " + e.getMessage(), e);
    }
    if (obstacle.isPresent()) {
      throw new IllegalArgumentException(
          "Cannot run --" + option + " '" + text + "': " + obstacle.get());
    }
    return command;
  }

  /**
   * Returns the hooks.
   *
   * @throws IllegalArgumentException if one of their commands cannot be started
   */
  RolloutHooks hooks(Session session) throws InterruptedException {
    RolloutHooks hooks = RolloutHooks.none();
    hooks = before == null ? hooks : hooks.withBeforeTraffic(hook("before", before, session));
    hooks = after == null ? hooks : hooks.withAfterTraffic(hook("after", after, session));
    hooks =
        beforeStep == null ? hooks : hooks.withBeforeStep(hook("before-step", beforeStep, session));
    return afterStep == null ? hooks : hooks.withAfterStep(hook("after-step", afterStep, session));
  }

  private RolloutHook hook(String name, String text, Session session) throws InterruptedException {
    ShellCommand command = runnable(name, text, session);
    return status -> {
      ShellCommand.Result result = command.run(status);
      if (result.timedOut()) {
        throw new IllegalStateException("the --" + name + " command did not end within " + timeout);
      } else if (result.exitCode() != 0) {
        throw new IllegalStateException(
            "the --"
                + name
                + " command ended with exit code "
                + result.exitCode()
                + (lastLine(result).isEmpty() ? "" : ": " + lastLine(result)));
      }
    };
  }
}
