package dev.versioned.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that repeats a command. */
final class WatchOption {
  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2s",
      paramLabel = "TIME",
      description =
          "Repeat until it is interrupted, every TIME, 2s unless given: on a terminal in place, elsewhere"
              + " whenever the answer is another one.")
  @Nullable Duration every;
}
