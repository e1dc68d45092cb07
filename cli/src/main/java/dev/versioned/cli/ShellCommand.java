package dev.versioned.cli;

import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command of the user's, run by the shell in the directory of this process, with a rollout in its
 * environment.
 *
 * @param command what to run
 * @param timeout how long it may take before it is killed
 * @param terminal where this process runs
 */
record ShellCommand(String command, Duration timeout, Terminal terminal) {

  /**
   * How it ended.
   *
   * @param exitCode its exit code, if it has not timed out
   * @param timedOut whether it was killed
   * @param lastLine the last line that it printed, of either stream
   */
  record Result(int exitCode, boolean timedOut, String lastLine) {}

  Result run(RolloutStatus status) throws IOException, InterruptedException {
    boolean windows = File.separatorChar == '\\';
    // A file and no pipe: what the command leaves running may hold a pipe open for ever.
    Path output = Files.createTempFile("versioned-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", command))
              .directory(terminal.directory().toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(nothing(windows)))
              .redirectOutput(output.toFile());
      describe(status, builder.environment());
      Process process = builder.start();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Result(-1, true, "");
      }
      return new Result(process.exitValue(), false, lastLine(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static File nothing(boolean windows) {
    return new File(windows ? "NUL" : "/dev/null");
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
            new java.io.InputStreamReader(Files.newInputStream(output), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.isBlank() ? last : line.strip();
      }
    }
    return last;
  }
}
