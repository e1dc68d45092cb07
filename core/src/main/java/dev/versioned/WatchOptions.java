package dev.versioned;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link LiveAlias} follows its alias. Used by one call, in one thread: {@code live.watch(w
 * -> w.every(Duration.ofSeconds(1)))}.
 */
public final class WatchOptions {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  private Duration interval = Duration.ofSeconds(5);
  private Optional<Duration> limit = Optional.empty();
  private Optional<Path> file = Optional.empty();

  WatchOptions() {}

  /**
   * Sets how often the alias is read; without this, every 5 seconds. Each read is one request to
   * the catalog, made up to a tenth more often, so that a fleet does not read in step.
   *
   * @param interval 10 ms to one day
   * @return these options
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public WatchOptions every(Duration interval) {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Cannot watch an alias every "
              + interval
              + ": the interval is "
              + SHORTEST
              + " to "
              + LONGEST);
    }
    this.interval = interval;
    return this;
  }

  /**
   * Stops routing when the alias could not be read for so long; {@code route} then throws {@link
   * BackendException} until it can be read again. Without this, routing goes on by the last state
   * for ever.
   *
   * @param limit at least the interval; it takes effect with the first failed read after it
   * @return these options
   * @throws IllegalArgumentException if it is not positive
   */
  public WatchOptions staleAfter(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("Cannot call an alias stale after " + limit);
    }
    this.limit = Optional.of(limit);
    return this;
  }

  /**
   * Keeps the last state in a file, by which a process can start while the catalog cannot be
   * reached. The file is replaced whole, and its time of change is when the alias was last read. It
   * is used only if it is of the same alias and unharmed.
   *
   * @param file where to keep it, in a directory that exists; a file of its own for each alias and
   *     process
   * @return these options
   */
  public WatchOptions keepIn(Path file) {
    this.file = Optional.of(file);
    return this;
  }

  Duration interval() {
    return interval;
  }

  Optional<Duration> limit() {
    return limit;
  }

  Optional<Path> file() {
    return file;
  }
}
