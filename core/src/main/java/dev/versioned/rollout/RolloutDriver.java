package dev.versioned.rollout;

import dev.versioned.ArtifactException;
import dev.versioned.NotFoundException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the rollouts of one alias from a thread of its own: ticks at a steady rate until it is
 * closed, the rollout that is under way and any that is started later. What fails is logged, and
 * tried again at the next tick.
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
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable RolloutStatus end;

  private RolloutDriver(Builder how) {
    this.how = how;
  }

  /**
   * Describes a driver.
   *
   * @param rollout the alias to drive
   * @param gate tells whether a rollout may go on
   * @return a builder
   */
  public static Builder of(RolloutHandle rollout, HealthGate gate) {
    return new Builder(rollout, gate);
  }

  /** Says how to drive. For one thread. */
  public static final class Builder {
    private final RolloutHandle rollout;
    private final HealthGate gate;
    private RolloutHooks hooks = RolloutHooks.none();
    private Duration every = Duration.ofSeconds(10);
    private Consumer<TickResult> listener = result -> {};

    private Builder(RolloutHandle rollout, HealthGate gate) {
      this.rollout = rollout;
      this.gate = gate;
    }

    /**
     * Says what is to be done before and after the traffic moves; nothing, unless this is called.
     *
     * @param hooks the hooks
     * @return this builder
     */
    public Builder hooks(RolloutHooks hooks) {
      this.hooks = hooks;
      return this;
    }

    /**
     * Says how long to wait after each tick; 10 seconds, unless this is called. It bounds how late
     * a step is, and how long an unhealthy version goes on serving.
     *
     * @param every how long to wait
     * @return this builder
     * @throws IllegalArgumentException if it is shorter than a millisecond
     */
    public Builder every(Duration every) {
      if (every.toMillis() < 1) {
        throw new IllegalArgumentException("Cannot tick every " + every + ": wait at least 1 ms");
      }
      this.every = every;
      return this;
    }

    /**
     * Says who is to hear what each tick did, on the driver's thread. What it throws is logged.
     *
     * @param listener who is to hear it
     * @return this builder
     */
    public Builder listener(Consumer<TickResult> listener) {
      this.listener = listener;
      return this;
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
      } while (!closed.await(how.every.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // Nobody but a gate or a hook has this thread: it asks for the end.
      LOG.warn("the driver of {} was interrupted, and ends", how.rollout);
    } finally {
      close();
    }
  }

  private void tick() {
    try {
      TickResult result = how.rollout.tick(how.gate, how.hooks);
      note(result.status());
      tell(result);
    } catch (NotFoundException e) {
      LOG.debug("there is nothing to drive: {}", e.getMessage());
    } catch (ArtifactException e) {
      LOG.warn("a tick of the rollout of {} failed; the next one goes on", how.rollout, e);
    } catch (Throwable e) {
      // Errors too: the thread would end with them, and the rollout would stay where it is.
      LOG.error("a tick of the rollout of {} failed; the next one goes on", how.rollout, e);
    }
  }

  private void tell(TickResult result) {
    try {
      how.listener.accept(result);
    } catch (Throwable e) {
      LOG.warn("a listener to the rollout of {} failed", how.rollout, e);
    }
  }

  private synchronized void note(RolloutStatus status) {
    end = status.rollout().isOver() ? status : null;
    notifyAll();
  }

  /**
   * Waits until this driver has seen that the rollout is over, whoever ended it.
   *
   * @return the rollout that is over
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if the driver is closed before
   */
  public synchronized RolloutStatus awaitEnd() throws InterruptedException {
    while (end == null) {
      if (closed.getCount() == 0) {
        throw new IllegalStateException(
            "Cannot await the end of the rollout of " + how.rollout + ": the driver is closed");
      }
      wait();
    }
    return end;
  }

  /** Stops ticking; a tick that has begun is made to its end, beside. */
  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      notifyAll();
    }
  }
}
