package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.Version;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** Prepares the versions of a live alias, one revision at a time, on another thread. */
final class Preparation {
  private final Consumer<? super Version> consumer;
  private final Executor executor;
  private final BooleanSupplier over;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** The revision that was last reported as not ready; each is reported once. */
  private volatile long reported;

  /** Makes a preparation; once the alias is no longer followed, failures are not logged. */
  Preparation(Consumer<? super Version> consumer, Executor executor, BooleanSupplier over) {
    this.consumer = consumer;
    this.executor = executor;
    this.over = over;
  }

  /** Prepares versions on the caller's thread, or throws what the preparation throws. */
  void of(Set<Version> versions) {
    versions.forEach(consumer);
  }

  /** Prepares versions on another thread, unless a preparation is running. */
  void start(Alias next, Alias serving, Set<Version> versions, Runnable whenReady) {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(() -> run(next, serving, versions, whenReady));
    } catch (RuntimeException e) {
      underWay.set(false);
      failed(next, serving, e);
    }
  }

  private void run(Alias next, Alias serving, Set<Version> versions, Runnable whenReady) {
    try {
      of(versions);
      whenReady.run();
    } catch (RuntimeException | Error e) {
      failed(next, serving, e);
    } finally {
      underWay.set(false);
    }
  }

  private void failed(Alias next, Alias serving, Throwable reason) {
    boolean known = reported == next.revision() || over.getAsBoolean();
    reported = next.revision();
    // The library's exceptions are clear by their message; the user's own need a stack trace.
    Log.LIVE
        .atLevel(known ? Level.DEBUG : Level.WARN)
        .setCause(known || !(reason instanceof ArtifactException) ? reason : null)
        .log(
            "the versions of {} are not ready; routing continues by {}: {}",
            next,
            serving,
            Outage.oneLine(reason));
  }
}
