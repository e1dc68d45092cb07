package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.spi.Consistency;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Reads one alias, one thread at a time, so that a later read is never older. */
final class ReadTurns {
  private final AliasSource source;
  private final Outage.Reads reads;
  private final LiveChanges changes;
  private final Lock reading = new ReentrantLock();
  private final AtomicBoolean gone = new AtomicBoolean();

  ReadTurns(AliasSource source, Outage.Reads reads, LiveChanges changes) {
    this.source = source;
    this.reads = reads;
    this.changes = changes;
  }

  /** Reads the snapshot after the present one; empty if the alias does not exist. */
  Optional<RoutingSnapshot> next(Supplier<RoutingSnapshot> present, Consistency consistency) {
    takeTurn();
    try {
      long started = System.nanoTime();
      Optional<Alias> found = source.find(consistency);
      noteWhether(found.isPresent(), present);
      Optional<RoutingSnapshot> next =
          found.map(alias -> present.get().next(alias, source, consistency, started));
      reads.succeeded();
      changes.read(found);
      return next;
    } finally {
      reading.unlock();
    }
  }

  /** Records that another process of this host has read the alias. */
  void readElsewhere(Alias alias) {
    reads.succeeded();
    changes.read(Optional.of(alias));
  }

  private void takeTurn() {
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot read alias " + source + ": the thread was interrupted", e);
    }
  }

  private void noteWhether(boolean exists, Supplier<RoutingSnapshot> present) {
    if (!exists && !gone.getAndSet(true)) {
      Log.LIVE.warn(
          "alias {} has been deleted; routing continues by {}", source, present.get().alias());
    } else if (exists && gone.getAndSet(false)) {
      Log.LIVE.info("alias {} exists again", source);
    }
  }
}
