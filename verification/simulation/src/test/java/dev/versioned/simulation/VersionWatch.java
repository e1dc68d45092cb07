package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.Version;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows one number: its record and its bytes never change. */
final class VersionWatch {
  private final BlobStore blobs;
  private final History<VersionEntry> history;
  private String etag = "";

  VersionWatch(BlobStore blobs, VersionEntry first, long step) {
    this.blobs = blobs;
    this.history = new History<>(step, first);
  }

  History<VersionEntry> history() {
    return history;
  }

  static boolean isActive(VersionEntry entry) {
    return entry instanceof VersionEntry.Committed committed
        && committed.state() == VersionState.ACTIVE;
  }

  /** Returns the version, whatever its state; empty if the number was given up. */
  Optional<Version> version() {
    return history.now() instanceof VersionEntry.Committed committed
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  /** Returns the version, unless its bytes may be gone. */
  Optional<Version> kept() {
    return history.now() instanceof VersionEntry.Committed committed
            && committed.state() != VersionState.EXPIRED
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  /**
   * Compares the present state with the previous one.
   *
   * @param references the number of aliases that point to it
   * @param window how long it must be kept after a deletion
   */
  @SuppressWarnings("ReferenceEquality") // a different record comes from a different write
  void observe(VersionEntry entry, int references, Duration window, long step) {
    VersionEntry before = history.now();
    if (before != entry) {
      checkStep(before, entry);
      checkWindow(before, entry, window);
      history.set(step, entry);
    }
    if (entry instanceof VersionEntry.Committed committed) {
      check(
          references == committed.references(),
          6,
          () ->
              entry.number() + " counts " + committed.references() + " aliases, not " + references);
    }
    check(
        references == 0 || isActive(entry),
        6,
        () -> "an alias points to " + entry.number() + ", which is not active");
    kept().ifPresent(this::checkBytes);
  }

  private static void checkStep(VersionEntry before, VersionEntry after) {
    boolean same =
        before instanceof VersionEntry.Committed from
            && after instanceof VersionEntry.Committed to
            && from.version().equals(to.version())
            && from.attemptId().equals(to.attemptId())
            && mayBecome(from.state(), to.state());
    check(same, 2, () -> before + " became " + after);
  }

  private static boolean mayBecome(VersionState from, VersionState to) {
    return switch (from) {
      case ACTIVE -> to != VersionState.EXPIRED;
      case DELETED -> true;
      case EXPIRED -> to == VersionState.EXPIRED;
    };
  }

  /**
   * Checks that an expired version's last deletion was longer ago than the window, however often it
   * was deleted before. The deletion's time is by the deleter's clock; if that clock was behind the
   * bytes' time, the bytes' time counts. The current time is the store's.
   */
  private void checkWindow(VersionEntry before, VersionEntry after, Duration window) {
    if (before instanceof VersionEntry.Committed from
        && after instanceof VersionEntry.Committed to
        && from.state() == VersionState.DELETED
        && to.state() == VersionState.EXPIRED) {
      Instant told = from.stateChangedAt();
      Instant deleted =
          blobs
              .find(from.version().key())
              .map(BlobInfo::lastModified)
              .filter(told::isBefore)
              .orElse(told);
      check(
          !deleted.isAfter(blobs.now().minus(window)),
          2,
          () -> after.number() + " was deleted at " + deleted + ", and has expired too early");
    }
  }

  private void checkBytes(Version version) {
    String found = blobs.find(version.key()).map(BlobInfo::etag).orElse("");
    check(!found.isEmpty(), 1, () -> version + " has no bytes");
    if (etag.isEmpty()) {
      check(
          Bytes.digest(blobs, version.key()).equals(version.digest()),
          1,
          () -> version + " has other bytes than its digest says");
      etag = found;
    }
    check(etag.equals(found), 2, () -> "the bytes of " + version + " were written again");
  }
}
