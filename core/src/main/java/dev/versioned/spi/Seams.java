package dev.versioned.spi;

import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the library takes from the world around it besides the two stores, so that a simulation can
 * put another world in its place.
 *
 * @param clock tells the time for what is recorded, and when a step of a rollout is due; never for
 *     what must hold between processes
 * @param pause waits
 * @param random spreads waits of contending callers
 * @param ids makes ids that are never made twice, anywhere
 * @param executor runs what can be done beside something else
 */
public record Seams(
    Clock clock,
    Pause pause,
    Supplier<? extends RandomGenerator> random,
    Supplier<String> ids,
    Executor executor) {

  /** Waits for a while. */
  @FunctionalInterface
  public interface Pause {
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
  public static Seams system() {
    return new Seams(
        Clock.systemUTC(),
        duration -> Thread.sleep(duration.toMillis()),
        ThreadLocalRandom::current,
        () -> UlidCreator.getUlid().toString(),
        Seams::runOnDaemon);
  }

  private static void runOnDaemon(Runnable task) {
    Thread thread = new Thread(task, "versioned-beside");
    thread.setDaemon(true);
    thread.start();
  }
}
