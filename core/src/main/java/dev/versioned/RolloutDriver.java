package dev.versioned;

import dev.versioned.internal.Periods;
import dev.versioned.internal.rollout.RolloutEnds;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the rollouts of one alias from a separate thread. It ticks at a steady rate until it is
 * closed, for the rollout under way and any that is started later. A failed tick is logged, and the
 * next tick retries.
 *
 * <p>Any number of drivers, in any number of processes, may drive the same alias. Thread-safe.
 *
 * <pre>{@code
 * try (RolloutDriver driver =
 *     RolloutDriver.of(live.rollout(), gate).every(Duration.ofSeconds(10)).start()) {
 *   RolloutStatus end = driver.awaitEnd();
 * }
 * }</pre>
 */
public final class RolloutDriver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.rollout");

  private final Builder how;
  private final RolloutEnds ends;

  private RolloutDriver(Builder how) {
    this.how = how;
    this.ends = new RolloutEnds(how.rollout.toString(), how.rollout.now());
  }

  /**
   * Returns a builder of a driver.
   *
   * @param rollout the alias to drive
   * @param gate decides whether a rollout may continue
   * @return the builder
   */
  public static Builder of(RolloutHandle rollout, HealthGate gate) {
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(gate, "gate");
    return new Builder(rollout, gate);
  }

  /** Builds a driver. Not thread-safe. */
  public static final class Builder {
    private final RolloutHandle rollout;
    private final HealthGate gate;
    private RolloutHooks hooks = RolloutHooks.none();
    private Duration every = Duration.ofSeconds(10);
    private Consumer<TickResult> listener = result -> {};
    private Consumer<ArtifactException> failureListener = this::log;
    private int patience = 10;

    private Builder(RolloutHandle rollout, HealthGate gate) {
      this.rollout = Objects.requireNonNull(rollout, "rollout");
      this.gate = Objects.requireNonNull(gate, "gate");
    }

    /**
     * Sets hooks that run before and after the traffic moves. Default: none.
     *
     * @param hooks the hooks
     * @return this builder
     */
    public Builder hooks(RolloutHooks hooks) {
      this.hooks = Objects.requireNonNull(hooks, "hooks");
      return this;
    }

    /**
     * Sets how long to wait after each tick. Default: 10 seconds. This limits how late a step may
     * be, and how long an unhealthy version keeps serving.
     *
     * @param every how long to wait
     * @return this builder
     * @throws IllegalArgumentException if it is shorter than a millisecond or longer than 36,500
     *     days
     */
    public Builder every(Duration every) {
      Objects.requireNonNull(every, "every");
      if (Periods.check("a wait between ticks", every).toMillis() < 1) {
        throw new IllegalArgumentException("Cannot tick every " + every + ": wait at least 1 ms");
      }
      this.every = every;
      return this;
    }

    /**
     * Sets a listener of each tick's result, called on the driver's thread. Its exceptions are
     * logged, and end {@link #drive}.
     *
     * @param listener receives the result of each tick
     * @return this builder
     */
    public Builder listener(Consumer<TickResult> listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets how many ticks in a row may fail before {@link #drive} gives up. Default: 10. A
     * permanent failure, such as a missing permission, ends it at once.
     *
     * @param ticks 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder giveUpAfter(int ticks) {
      if (ticks < 1) {
        throw new IllegalArgumentException(
            "Cannot give up after " + ticks + " ticks: the minimum is 1");
      }
      this.patience = ticks;
      return this;
    }

    /**
     * Sets a listener of ticks that failed and are repeated, called on the driver's thread.
     * Default: they are logged.
     *
     * @param listener receives the exception of each failed tick
     * @return this builder
     */
    public Builder failureListener(Consumer<ArtifactException> listener) {
      this.failureListener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Drives one rollout on the calling thread: ticks until it has ended, for any reason, or the
     * time limit is reached. If this fails, the rollout stays where it is; another call, or another
     * process, can continue it.
     *
     * @param started the rollout to drive, as {@link RolloutHandle#start} returned it
     * @param limit how long to drive it at most
     * @return the rollout as the last tick saw it; {@link Rollout#isOver()} unless the limit was
     *     reached
     * @throws InterruptedException if the thread is interrupted
     * @throws NotFoundException if another rollout replaced it before its end was seen
     * @throws ArtifactException the failure of the last tick, if ticks kept failing
     */
    public RolloutStatus drive(RolloutStatus started, Duration limit) throws InterruptedException {
      Objects.requireNonNull(started, "started");
      Objects.requireNonNull(limit, "limit");
      long start = System.nanoTime();
      RolloutStatus seen = started;
      int failed = 0;
      while (true) {
        try {
          TickResult result = rollout.tick(gate, hooks);
          failed = 0;
          seen = result.status();
          if (!seen.rollout().id().equals(started.rollout().id())) {
            throw RolloutEnds.replaced(started.rollout().id(), rollout.toString());
          }
          listener.accept(result);
          if (seen.rollout().isOver()) {
            return seen;
          }
        } catch (BackendException | UnknownOutcomeException e) {
          // The next tick reads the actual state: each step is fenced by the alias's revision.
          failed++;
          boolean lasting = e instanceof BackendException failure && !failure.isRetryable();
          if (failed >= patience || lasting) {
            throw e;
          }
          failureListener.accept(e);
        }
        Duration left = limit.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
          return seen;
        }
        Thread.sleep(Math.max(1, (left.compareTo(every) < 0 ? left : every).toMillis()));
      }
    }

    private void log(ArtifactException failure) {
      LOG.warn("a tick of the rollout of {} failed; the next one follows", rollout, failure);
    }

    /**
     * Starts the thread, which ticks at once.
     *
     * @return the driver; the caller closes it
     */
    public RolloutDriver start() {
      RolloutDriver driver = new RolloutDriver(this);
      Thread thread = new Thread(driver::run, "versioned-rollout");
      thread.setDaemon(true);
      thread.start();
      return driver;
    }
  }

  private void run() {
    try {
      do {
        tick();
      } while (ends.awaitTick(how.every));
    } catch (InterruptedException e) {
      // Only a gate or a hook can interrupt this thread, which requests its end.
      LOG.warn("the driver of {} was interrupted, and ends", how.rollout);
    } finally {
      close();
    }
  }

  private void tick() {
    try {
      TickResult result = how.rollout.tick(how.gate, how.hooks);
      ends.saw(result.status());
      callListener(result);
    } catch (NotFoundException e) {
      LOG.debug("there is nothing to drive: {}", e.getMessage());
    } catch (ArtifactException e) {
      LOG.warn("a tick of the rollout of {} failed; the next one follows", how.rollout, e);
    } catch (Throwable e) {
      // Errors are caught too: otherwise the thread would end, and the rollout would stay where it
      // is.
      LOG.error("a tick of the rollout of {} failed; the next one follows", how.rollout, e);
    }
  }

  private void callListener(TickResult result) {
    try {
      how.listener.accept(result);
    } catch (Throwable e) {
      LOG.warn("a listener of the rollout of {} failed", how.rollout, e);
    }
  }

  /**
   * Waits until the rollout under way at the time of the call is over, for any reason; if none is,
   * until the next one is over. A rollout that was over before this driver was started, by the
   * clocks of the ticking processes, does not count; to wait for a particular rollout use {@link
   * #awaitEnd(RolloutStatus, Duration)}.
   *
   * @return the rollout that is over
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if the driver is closed first
   * @throws NotFoundException if another rollout replaced it before its end was seen
   */
  public RolloutStatus awaitEnd() throws InterruptedException {
    return ends.await(null, null).orElseThrow();
  }

  /**
   * Waits as {@link #awaitEnd()} does, for a limited time.
   *
   * @param limit how long to wait at most
   * @return the rollout that is over; empty if it was not over in time
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if the driver is closed first
   * @throws NotFoundException if another rollout replaced it before its end was seen
   */
  public Optional<RolloutStatus> awaitEnd(Duration limit) throws InterruptedException {
    return ends.await(null, Objects.requireNonNull(limit, "limit"));
  }

  /**
   * Waits until one rollout is over, for any reason, for a limited time.
   *
   * @param started the rollout, as {@link RolloutHandle#start(RolloutPlan)} returned it
   * @param limit how long to wait at most
   * @return the rollout that is over; empty if it was not over in time
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if the driver is closed first
   * @throws NotFoundException if another rollout replaced it before its end was seen
   */
  public Optional<RolloutStatus> awaitEnd(RolloutStatus started, Duration limit)
      throws InterruptedException {
    Objects.requireNonNull(started, "started");
    return ends.await(started.rollout().id(), Objects.requireNonNull(limit, "limit"));
  }

  /** Stops ticking; a tick that has begun is completed. */
  @Override
  public void close() {
    ends.close();
  }
}
