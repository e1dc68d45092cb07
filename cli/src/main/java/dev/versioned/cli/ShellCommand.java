package dev.versioned.cli;

import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of the user's, run by the shell in the directory of this process, with a rollout in its
 * environment.
 *
 * @param command what to run
 * @param timeout how long it may take before it is killed
 * @param terminal where this process runs
 */
record ShellCommand(String command, Duration timeout, Terminal terminal) {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  /**
   * Ctrl-C reaches this process alone, which then ends the whole tree: a shell that it ended first
   * would leave its children behind, and be judged as a check that failed.
   */
  private static final String KEEP_OUT = "trap '' INT QUIT; ";

  /** A signal to this process and its command may be seen by this process later than it ended. */
  private static final Duration SIGNALS_TAKE = Duration.ofMillis(200);

  /** A plain word, behind variables that are set for it: what the shell would start. */
  private static final Pattern FIRST_WORD =
      Pattern.compile(
          "\\s*(?:[A-Za-z_]\\w*=[\\w./:,+-]*\\s+)*([\\w./+-]+)(?![^\\s;&|<>])",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** The shell's own exit codes for a file that it cannot run, and for one that it cannot find. */
  private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

  /**
   * How it ended.
   *
   * @param exitCode its exit code, if it has not timed out
   * @param timedOut whether it was killed
   * @param lastLine the last line that it printed, of either stream
   */
  record Result(int exitCode, boolean timedOut, String lastLine) {
    /** Whether the shell could not start what it was to run. */
    boolean notStarted() {
      return !timedOut && NOT_STARTED.contains(exitCode);
    }

    /** Returns the last line, or the exit code if there is none. */
    String reason() {
      return lastLine.isEmpty() ? "exit code " + exitCode : lastLine;
    }
  }

  Result run(RolloutStatus status) throws IOException, InterruptedException {
    ProcessBuilder builder = WINDOWS ? shell("/c", command) : shell("-c", KEEP_OUT + command);
    describe(status, builder.environment());
    // A file and no pipe: what the command leaves running may hold a pipe open.
    Path output = Files.createTempFile("versioned-", ".out");
    try (Termination.Child child = Termination.start(builder, output)) {
      Process process = child.process();
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      Termination.pass(SIGNALS_TAKE);
      return ended
          ? new Result(process.exitValue(), false, lastLine(output))
          : new Result(-1, true, "");
    }
  }

  /**
   * Finds out, as far as it can be known without running it, whether the shell can start the
   * command.
   *
   * @return why it cannot; nothing if it can
   */
  Optional<String> obstacle() throws IOException, InterruptedException {
    if (WINDOWS) {
      return Optional.empty();
    }
    Result syntax = ask("-n", "-c", command);
    if (syntax.exitCode() != 0) {
      return Optional.of("the shell cannot read it: " + syntax.lastLine());
    }
    Matcher first = FIRST_WORD.matcher(command);
    if (!first.lookingAt()) {
      return Optional.empty();
    }
    String word = first.group(1);
    if (word.indexOf('/') < 0) {
      return ask("-c", "command -v " + word).exitCode() == 0
          ? Optional.empty()
          : Optional.of("there is no command '" + word + "'");
    }
    Path file = terminal.directory().resolve(word);
    if (!Files.isRegularFile(file)) {
      return Optional.of("there is no file '" + word + "'");
    }
    return Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of("the file '" + word + "' is not executable");
  }

  private Result ask(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("versioned-", ".out");
    try (Termination.Child child = Termination.start(shell(arguments), output)) {
      return new Result(child.process().waitFor(), false, lastLine(output));
    }
  }

  private ProcessBuilder shell(String... arguments) {
    List<String> line = new ArrayList<>(WINDOWS ? List.of("cmd") : List.of("sh"));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .directory(terminal.directory().toFile())
        .redirectErrorStream(true)
        .redirectInput(new File(WINDOWS ? "NUL" : "/dev/null"));
  }

  private static void describe(RolloutStatus status, Map<String, String> environment) {
    Rollout rollout = status.rollout();
    environment.put("VERSIONED_ROLLOUT_ARTIFACT", status.alias().artifact().toString());
    environment.put("VERSIONED_ROLLOUT_ALIAS", status.alias().name().toString());
    environment.put("VERSIONED_ROLLOUT_VERSION", rollout.plan().version().toString());
    environment.put("VERSIONED_ROLLOUT_FROM", rollout.from().toString());
    environment.put("VERSIONED_ROLLOUT_PERCENT", Fields.percent(rollout.weight()).toPlainString());
  }

  private static String lastLine(Path output) throws IOException {
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(output), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.isBlank() ? last : line.strip();
      }
    }
    return last;
  }
}
