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
 * Clock, sleep, randomness, ids and executor: what the library takes from its process, besides the
 * two stores. A backend's tests replace it to run deterministically, see {@link
 * dev.versioned.ArtifactRepository#of(BlobStore, ItemStore, dev.versioned.RepositorySettings,
 * Environment)}.
 *
 * @param clock tells the time for what is recorded, and when a step of a rollout is due; never for
 *     what must hold between processes
 * @param sleeper waits
 * @param random spreads waits of contending callers
 * @param ids makes ids that are never made twice, anywhere
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
   * @param clock tells the time for what is recorded, and when a step of a rollout is due; never
   *     for what must hold between processes
   * @param sleeper waits
   * @param random spreads waits of contending callers
   * @param ids makes ids that are never made twice, anywhere
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
   * Returns the time in whole milliseconds: what every backend can keep, so that a record reads
   * back as it was returned.
   *
   * @return the time
   */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Returns the real world: the system's clock, sleeping threads, ULIDs, a new daemon thread for
   * each task.
   *
   * @return the real world
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

  /** As many threads as there are tasks; an idle one ends, so that it keeps no class loader. */
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
