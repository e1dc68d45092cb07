package dev.versioned.internal.publish;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.Optional;

/**
 * Assigns a number to content: a new one, or that of the newest version if its content is the same.
 *
 * <p>One conditional write of the artifact's record decides; only if it is refused is anything
 * read.
 */
final class NumberAllocator {
  /**
   * The most reservations that may be lost in a row, to constant publishing of the same content.
   */
  private static final int MOST_TRIES = 20;

  private final Catalog catalog;
  private final Settings settings;

  NumberAllocator(Catalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** The number assigned to some content. */
  sealed interface Allocation {}

  /** A separate number, to be committed under this attempt's id. */
  record Allocated(VersionNumber number, String attemptId) implements Allocation {}

  /**
   * The newest version has the same content.
   *
   * @param byThisAttempt whether this same attempt made it: in another process, or long ago, under
   *     the same idempotency key
   */
  record AlreadyPublished(Version version, boolean byThisAttempt) implements Allocation {}

  /**
   * Assigns a number to content.
   *
   * @param firstAttemptId the id of the first reservation; if an unfinished process has already
   *     made that reservation, its number is taken over
   * @param first the condition of the first reservation
   */
  Allocation allocate(
      ArtifactName artifact,
      Fingerprint fingerprint,
      String firstAttemptId,
      Reservation.Condition first) {
    Reservation.Condition condition = first;
    String attemptId = firstAttemptId;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Reservation.Result result =
          catalog.reserve(
              new Reservation(
                  artifact,
                  fingerprint,
                  attemptId,
                  condition,
                  settings.environment().clock().instant()));
      if (result instanceof Reservation.Reserved reserved) {
        return new Allocated(reserved.number(), attemptId);
      }
      if (!(result instanceof Reservation.Refused refused)) {
        throw Kinds.unknown(result);
      }
      ArtifactRecord current = refused.current();
      VersionNumber last = VersionNumber.of(current.lastNumber());
      boolean own = current.attemptId().equals(attemptId);
      attemptId = own ? settings.environment().ids().get() : attemptId;
      if (!current.fingerprint().equals(fingerprint.value())) {
        // Other content was published while the previous last number was examined, or this same
        // attempt reserved a number for other content under an idempotency key that has no version.
        condition = first;
        continue;
      }
      Optional<VersionEntry> entry =
          own ? catalog.findVersion(artifact, last) : await(artifact, last);
      // rule: own-reservation-is-recognised
      if (own && entry.isEmpty()) {
        return new Allocated(
            last, current.attemptId()); // an earlier request of this attempt got it
      }
      // rule: deleted-version-is-not-unchanged
      Optional<Version> version = entry.flatMap(e -> e.active());
      // rule: unchanged-version-has-the-same-content
      if (version.isPresent() && Fingerprint.of(version.get()).equals(fingerprint)) {
        return new AlreadyPublished(version.get(), own);
      }
      // The number has no version, or its record has other content than the number was reserved
      // for: the content gets a new number.
      condition = new Reservation.LastNumberIs(last);
    }
    throw BackendException.transientFailure(
        "Cannot publish "
            + artifact
            + ": "
            + MOST_TRIES
            + " number reservations in a row were lost"
            + " to unfinished publishes of the same content; retry later",
        null);
  }

  /**
   * Waits a bounded time for the reserved version to be committed; its publisher may have crashed.
   */
  private Optional<VersionEntry> await(ArtifactName artifact, VersionNumber number) {
    Retry retry = Retry.of("publish " + artifact, settings.publishWait(), settings.environment());
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    while (entry.isEmpty() && retry.pause()) {
      entry = catalog.findVersion(artifact, number);
    }
    return entry;
  }
}
