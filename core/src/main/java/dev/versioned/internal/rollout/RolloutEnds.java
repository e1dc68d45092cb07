package dev.versioned.internal.rollout;

import dev.versioned.model.NotFoundException;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connects the thread that ticks with those that wait for the end of a rollout: the one records
 * what its ticks saw, the others wait for it, and make it tick at once. Thread-safe.
 */
public final class RolloutEnds {
  private final String alias;
  private final Instant since;

  /** Not a monitor, by which a waiting virtual thread would hold its carrier. */
  private final Lock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private boolean closed;

  /** A thread awaits an end: the next tick is made at once. */
  private boolean requested;

  /** How many ticks have begun. */
  private long begun = 1;

  /** What the last successful tick saw, and the number of that tick. */
  private @Nullable RolloutStatus seen;

  private long seenAt;
  private @Nullable RolloutStatus lastEnd;

  /** The rollout that was over before {@link #since}; empty if none was. */
  private String older = "";

  /**
   * Starts to record.
   *
   * @param alias names the alias in messages
   * @param since when the ticks start; a rollout that was over before is an older one
   */
  public RolloutEnds(String alias, Instant since) {
    this.alias = alias;
    this.since = since;
  }

  /** Waits until the next tick; returns false once this is closed. */
  public boolean awaitTick(Duration interval) throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + interval.toNanos();
      while (!closed && !requested) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
        if (left <= 0) {
          break;
        }
        changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(left));
      }
      requested = false;
      begun++;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Records what a tick saw. */
  public void saw(RolloutStatus status) {
    lock.lock();
    try {
      Rollout rollout = status.rollout();
      // rule: end-of-an-older-rollout-is-not-the-end
      if (rollout.isOver() && !rollout.changedAt().isAfter(since)) {
        older = rollout.id();
      }
      seen = status;
      seenAt = begun;
      if (status.rollout().isOver()) {
        lastEnd = status;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the end of a rollout.
   *
   * @param id the rollout; null for the one under way, or else the next one
   * @param limit how long to wait at most; null for no limit
   * @return the rollout that is over; nothing if it was not over in time
   */
  public Optional<RolloutStatus> await(@Nullable String id, @Nullable Duration limit)
      throws InterruptedException {
    lock.lock();
    try {
      long start = System.nanoTime();
      // Only a tick that begins from now on sees which rollout is under way now.
      long from = begun;
      requested = true;
      changed.signalAll();
      String awaited = id;
      while (true) {
        RolloutStatus now = seenAt > from || closed ? seen : null;
        if (awaited == null && now != null && !now.rollout().id().equals(older)) {
          awaited = now.rollout().id();
        }
        Optional<RolloutStatus> end = endOf(awaited, now);
        if (end.isPresent()) {
          return end;
        } else if (closed) {
          throw new IllegalStateException(
              "Cannot await the end of the rollout of " + alias + ": the driver is closed");
        }
        long left = limit == null ? 0 : limit.minusNanos(System.nanoTime() - start).toMillis();
        if (limit != null && left <= 0) {
          return Optional.empty();
        }
        if (limit == null) {
          changed.await();
        } else {
          changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(left));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<RolloutStatus> endOf(@Nullable String awaited, @Nullable RolloutStatus now) {
    if (awaited == null) {
      return Optional.empty();
    }
    Optional<RolloutStatus> end =
        Optional.ofNullable(lastEnd).filter(status -> status.rollout().id().equals(awaited));
    if (end.isEmpty() && now != null && !now.rollout().id().equals(awaited)) {
      throw replaced(awaited, alias);
    }
    return end;
  }

  /** Returns the exception for a rollout that another one followed before its end was seen. */
  public static NotFoundException replaced(String id, String alias) {
    return new NotFoundException(
        "Cannot await the end of rollout "
            + id
            + " of "
            + alias
            + ": it is over, and another one has taken its place; the ledger says how it ended",
        NotFoundException.Subject.ROLLOUT);
  }

  /** Ends all waits. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
