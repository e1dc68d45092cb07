package dev.versioned.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Runs the {@code versioned} command inside another program, such as a build tool: the same command
 * lines, rules and exit codes, but the process does not end, and standard output is not used.
 *
 * <p>Standard input is empty, and no terminal is assumed. Logging is the program's own. Immutable
 * and thread-safe, if the consumers of lines are; each run is independent of the others.
 */
public final class InProcessCommand {
  private static final String ERROR = "error: ";

  private final Path directory;
  private final Map<String, String> environment;

  private InProcessCommand(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /**
   * Returns the command in a place.
   *
   * @param directory the directory of relative paths, and of {@code .versioned.yaml}
   * @param environment the environment variables, such as {@code System.getenv()}; copied
   * @return the command
   */
  public static InProcessCommand in(Path directory, Map<String, String> environment) {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(environment, "environment");
    return new InProcessCommand(directory.toAbsolutePath(), Map.copyOf(environment));
  }

  /**
   * How a run ended.
   *
   * @param exitCode the exit code: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict or in use, 5
   *     integrity, 6 outcome unknown
   * @param error the error's message, one line; empty if the command reported none, as a rollout
   *     that went back does
   */
  public record Outcome(int exitCode, Optional<String> error) {
    /**
     * Checks that nothing is null.
     *
     * @param exitCode the exit code
     * @param error the error's message, if there is one
     */
    public Outcome {
      Objects.requireNonNull(error, "error");
    }
  }

  /**
   * Runs one command line in the calling thread. No error is thrown: it is in the outcome.
   *
   * @param answers receives each line of the answer, when it is complete
   * @param notices receives each warning and each line of progress
   * @param arguments the command line, without the name of the command: {@code "publish",
   *     "checkout", "checkout.jar"}
   * @return how the run ended
   */
  public Outcome run(Consumer<String> answers, Consumer<String> notices, List<String> arguments) {
    Objects.requireNonNull(answers, "answers");
    Objects.requireNonNull(notices, "notices");
    List<String> given = List.copyOf(Objects.requireNonNull(arguments, "arguments"));
    AtomicReference<String> error = new AtomicReference<>();
    Consumer<String> errors =
        line -> {
          if (!line.startsWith(ERROR)
              || !error.compareAndSet(null, line.substring(ERROR.length()))) {
            notices.accept(line);
          }
        };
    int code = run(given, answers, errors);
    return new Outcome(code, Optional.ofNullable(error.get()));
  }

  /** All lines were received when this returns, the last one too. */
  private int run(List<String> arguments, Consumer<String> answers, Consumer<String> errors) {
    try (PrintStream out = lines(answers);
        PrintStream err = lines(errors)) {
      Terminal terminal =
          new Terminal(InputStream.nullInputStream(), out, err, environment, directory, false);
      return new Cli(terminal).run(arguments.toArray(String[]::new));
    }
  }

  private static PrintStream lines(Consumer<String> lines) {
    return new PrintStream(new LineOutput(lines), false, StandardCharsets.UTF_8);
  }
}
