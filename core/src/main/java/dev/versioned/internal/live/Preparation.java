package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.Version;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** Prepares the versions of a live alias, one revision at a time, on another thread. */
final class Preparation {
  /** The longest pause between two attempts at one revision. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Consumer<? super Set<Version>> consumer;
  private final Executor executor;
  private final LiveChanges changes;
  private final BooleanSupplier over;
  private final Duration pause;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** The failures of one revision, which is reported once and then tried ever more rarely. */
  private volatile Failures failures = new Failures(0, 0, 0);

  /**
   * The attempts at one revision that failed.
   *
   * @param revision the revision
   * @param count how many attempts failed
   * @param dueNanos when the next attempt may begin
   */
  private record Failures(long revision, int count, long dueNanos) {
    boolean areOf(Alias alias) {
      return count > 0 && revision == alias.revision();
    }
  }

  /**
   * Makes a preparation.
   *
   * @param consumer makes versions ready, or throws
   * @param executor runs it
   * @param changes reports that versions are not ready
   * @param over whether the alias is no longer followed; then failures are not logged
   * @param pause the pause after the first failure, which doubles with each
   */
  Preparation(
      Consumer<? super Set<Version>> consumer,
      Executor executor,
      LiveChanges changes,
      BooleanSupplier over,
      Duration pause) {
    this.consumer = consumer;
    this.executor = executor;
    this.changes = changes;
    this.over = over;
    this.pause = pause;
  }

  /** Prepares versions on the caller's thread, or throws what the preparation throws. */
  void of(Set<Version> versions) {
    if (!versions.isEmpty()) {
      consumer.accept(versions);
    }
  }

  /**
   * Prepares versions on another thread, unless a preparation is running, or the last attempt at
   * this revision failed a short time ago.
   */
  void start(Alias next, Alias serving, Set<Version> versions, Runnable whenReady) {
    // rule: failing-preparation-backs-off
    if (isTooEarly(next) || !underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(() -> run(next, serving, versions, whenReady));
    } catch (RuntimeException e) {
      underWay.set(false);
      failed(next, serving, versions, e);
    }
  }

  /** Returns whether the last attempt failed, at a revision after this one. */
  boolean failedAfter(Alias routed) {
    return failures.revision() > routed.revision();
  }

  private boolean isTooEarly(Alias next) {
    Failures known = failures;
    return known.areOf(next) && System.nanoTime() - known.dueNanos() < 0;
  }

  private void run(Alias next, Alias serving, Set<Version> versions, Runnable whenReady) {
    try {
      of(versions);
      whenReady.run();
    } catch (RuntimeException | Error e) {
      failed(next, serving, versions, e);
    } finally {
      underWay.set(false);
    }
  }

  private void failed(Alias next, Alias serving, Set<Version> versions, Throwable reason) {
    Failures before = failures;
    int count = before.areOf(next) ? before.count() + 1 : 1;
    // The first attempt after the first failure is at the next refresh.
    long wait = count == 1 ? 0 : pauseAfter(count - 1).toNanos();
    failures = new Failures(next.revision(), count, System.nanoTime() + wait);
    boolean known = count > 1 || over.getAsBoolean();
    // The library's exceptions are clear by their message; the user's own need a stack trace.
    Log.LIVE
        .atLevel(known ? Level.DEBUG : Level.WARN)
        .setCause(known || !(reason instanceof ArtifactException) ? reason : null)
        .log(
            "the versions of {} are not ready; routing continues by {}: {}",
            next,
            serving,
            Outage.oneLine(reason));
    changes.notReady(serving, next, versions, reason, !known);
  }

  private Duration pauseAfter(int doublings) {
    Duration wait = pause;
    for (int i = 0; i < doublings && wait.compareTo(LONGEST_PAUSE) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE;
  }
}
