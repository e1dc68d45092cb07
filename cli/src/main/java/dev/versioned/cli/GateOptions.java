package dev.versioned.cli;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutHook;
import dev.versioned.rollout.RolloutHooks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The commands that a rollout asks and runs. */
final class GateOptions {
  /** What a check says with when it cannot tell: sysexits' EX_TEMPFAIL, try again later. */
  private static final int NO_DATA = 75;

  @Option(
      names = "--check",
      paramLabel = "COMMAND",
      description = {
        "The health gate, asked at every tick: exit code 0 is healthy, 75 not enough data, any other"
            + " unhealthy. The last line it prints is the reason.",
        "It finds VERSIONED_ROLLOUT_ARTIFACT, _ALIAS, _VERSION, _FROM and _PERCENT in its"
            + " environment. Without it the gate is open."
      })
  @Nullable String check;

  @Option(
      names = "--check-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description =
          "How long a command may take; a slow check is not enough data, a slow hook fails. 60s unless given.")
  Duration timeout;

  @Option(
      names = "--before",
      paramLabel = "COMMAND",
      description = "What to run before the first step; if it fails, the rollout goes back.")
  @Nullable String before;

  @Option(
      names = "--after",
      paramLabel = "COMMAND",
      description = "What to run before the promotion; if it fails, the rollout goes back.")
  @Nullable String after;

  @Option(
      names = "--no-check-output",
      description =
          "Keep the output of these commands out of the ledger: a reason is then the exit code alone.")
  boolean noOutput;

  HealthGate gate(Session session) {
    String command = check;
    if (command == null) {
      return HealthGate.open();
    }
    return status -> {
      ShellCommand.Result result =
          new ShellCommand(command, timeout, session.terminal()).run(status);
      if (result.timedOut()) {
        return Health.notEnoughData("the check did not end within " + timeout);
      }
      String line = lastLine(result);
      String reason = line.isEmpty() ? "exit code " + result.exitCode() : line;
      return switch (result.exitCode()) {
        case 0 -> Health.healthy();
        case NO_DATA -> Health.notEnoughData(reason);
        default -> Health.unhealthy(reason);
      };
    };
  }

  private String lastLine(ShellCommand.Result result) {
    return noOutput ? "" : result.lastLine();
  }

  RolloutHooks hooks(Session session) {
    RolloutHooks hooks = RolloutHooks.none();
    hooks = before == null ? hooks : hooks.withBeforeTraffic(hook("before", before, session));
    return after == null ? hooks : hooks.withAfterTraffic(hook("after", after, session));
  }

  private RolloutHook hook(String name, String command, Session session) {
    return status -> {
      ShellCommand.Result result =
          new ShellCommand(command, timeout, session.terminal()).run(status);
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
