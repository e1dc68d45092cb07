package dev.versioned.spi;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The library's dependencies besides the two stores: clock, sleep, randomness, ids and executor. A
 * backend's tests replace them to run deterministically, see {@link
 * dev.versioned.ArtifactRepository#of(BlobStore, ItemStore, dev.versioned.RepositorySettings,
 * Environment)}.
 *
 * @param clock returns the time for records and for due steps of a rollout; never used for anything
 *     that must hold between processes
 * @param sleeper waits
 * @param random spreads the waits of contending callers
 * @param ids makes globally unique ids
 * @param executor executes background work
 */
public record Environment(
    Clock clock,
    Sleeper sleeper,
    Supplier<? extends RandomGenerator> random,
    Supplier<String> ids,
    Executor executor) {
  private static final long IDLE_SECONDS = 5;

  private static final Executor DAEMONS = daemons();

  /**
   * Makes an environment.
   *
   * @param clock returns the time for records and for due steps of a rollout; never used for
   *     anything that must hold between processes
   * @param sleeper waits
   * @param random spreads the waits of contending callers
   * @param ids makes globally unique ids
   * @param executor executes background work
   */
  public Environment {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(sleeper, "sleeper");
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(executor, "executor");
  }

  /** Waits for a while. */
  @FunctionalInterface
  public interface Sleeper {
    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * Returns the time in whole milliseconds, a precision that every backend can store, so that a
   * record reads back as it was returned.
   *
   * @return the time
   */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Returns the default environment: the system's clock, sleeping threads, ULIDs, a new daemon
   * thread for each task.
   *
   * @return the default environment
   */
  public static Environment system() {
    return new Environment(
        Clock.systemUTC(),
        duration -> Thread.sleep(duration.toMillis()),
        ThreadLocalRandom::current,
        () -> UlidCreator.getUlid().toString(),
        DAEMONS);
  }

  /**
   * Returns this environment with another clock.
   *
   * @param other the clock
   * @return the changed environment
   */
  public Environment withClock(Clock other) {
    return new Environment(other, sleeper, random, ids, executor);
  }

  /**
   * Returns this environment with another executor.
   *
   * @param other the executor
   * @return the changed environment
   */
  public Environment withExecutor(Executor other) {
    return new Environment(clock, sleeper, random, ids, other);
  }

  /**
   * Returns an executor with as many threads as tasks; idle threads end, so that they keep no class
   * loader.
   */
  private static Executor daemons() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "versioned-background");
          thread.setDaemon(true);
          return thread;
        });
  }
}
