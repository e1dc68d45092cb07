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
 * Gives content its number: a new one, or that of the newest version if it holds the same content.
 *
 * <p>One conditional write of the artifact's record decides; only when it refuses is anything read.
 */
final class NumberAllocator {
  /**
   * After so many lost reservations the artifact is under constant publishing of the same content.
   */
  private static final int MOST_TRIES = 20;

  private final Catalog catalog;
  private final Settings settings;

  NumberAllocator(Catalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** The number for some content. */
  sealed interface Allocation {}

  /** A number of its own, to be committed under this attempt's id. */
  record Allocated(VersionNumber number, String attemptId) implements Allocation {}

  /**
   * The newest version has the same content.
   *
   * @param byThisAttempt whether it was made by the very attempt that asks: by another process, or
   *     long ago, under the same idempotency key
   */
  record AlreadyPublished(Version version, boolean byThisAttempt) implements Allocation {}

  /**
   * Finds a number for content.
   *
   * @param firstAttemptId the id of the first reservation; it may have been made before, by a
   *     process that did not finish, and its number is then taken over
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
        // Somebody published other content while we looked at the one before; or this very
        // attempt did, under an idempotency key that came to nothing.
        condition = first;
        continue;
      }
      Optional<VersionEntry> entry =
          own ? catalog.findVersion(artifact, last) : await(artifact, last);
      // rule: own-reservation-is-recognised
      if (own && entry.isEmpty()) {
        return new Allocated(
            last, current.attemptId()); // an earlier try of this very attempt got it
      }
      // rule: deleted-version-is-not-unchanged
      Optional<Version> version = entry.flatMap(e -> e.active());
      // rule: unchanged-version-has-the-same-content
      if (version.isPresent() && Fingerprint.of(version.get()).equals(fingerprint)) {
        return new AlreadyPublished(version.get(), own);
      }
      // There is no such version, or its record stands for other content than its number was
      // reserved for: the content gets a number of its own.
      condition = new Reservation.LastNumberIs(last);
    }
    throw BackendException.transientFailure(
        "Cannot publish "
            + artifact
            + ": "
            + MOST_TRIES
            + " reservations of a number in a row were lost"
            + " to publishers of the same content that did not finish; retry later",
        null);
  }

  /** Looks for what a reserved number came to, for a bounded time: its publisher may be dead. */
  private Optional<VersionEntry> await(ArtifactName artifact, VersionNumber number) {
    Retry retry = Retry.of("publish " + artifact, settings.publishWait(), settings.environment());
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    while (entry.isEmpty() && retry.pause()) {
      entry = catalog.findVersion(artifact, number);
    }
    return entry;
  }
}
