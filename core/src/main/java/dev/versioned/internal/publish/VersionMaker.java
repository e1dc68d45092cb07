package dev.versioned.internal.publish;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.VersionSigner;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.util.Optional;

/**
 * Makes a version from prepared content: reserves a number, writes the bytes, commits the record.
 * Only the commit makes anything visible; a crash before it leaves a number unused and at most an
 * unreferenced blob, or an upload that was not completed.
 */
final class VersionMaker {
  /** How often it starts over because the collector closed its number. */
  private static final int MOST_TRIES = 5;

  private final BlobStore blobs;
  private final Catalog catalog;
  private final Settings settings;
  private final NumberAllocator allocator;
  private final IdempotencyKeys keys;
  private final OwnPlace place;
  private final VersionSigner signer;

  VersionMaker(
      BlobStore blobs,
      Catalog catalog,
      Settings settings,
      OwnPlace place,
      IdempotencyKeys keys,
      VersionSigner signer) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
    this.allocator = new NumberAllocator(catalog, settings);
    this.place = place;
    this.keys = keys;
    this.signer = signer;
  }

  /** Makes the version of a draft; empty if its source no longer exists. */
  Optional<PublishResult> make(VersionDraft draft, Optional<IdempotencyRecord> earlier) {
    ArtifactName artifact = draft.artifact();
    PublishRequest request = draft.request();
    request.checkDigest("publish " + artifact, draft.content().digest());
    if (keys.isValid(earlier)) {
      place.check();
      return Optional.of(keys.replay(earlier.orElseThrow(), draft));
    }
    Reservation.Condition condition =
        request.evenIfUnchanged() ? new Reservation.Always() : new Reservation.ContentDiffers();
    String attemptId = draft.attemptId();
    Optional<NumberFolder> expected = lookAhead(draft);
    // A number from the table of another place would hide a version there that its table has
    // forgotten.
    // rule: place-is-checked-before-a-number-is-taken
    place.check();
    TakenNumbers taken = new TakenNumbers(blobs, catalog, settings.environment().clock(), artifact);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      NumberAllocator.Allocation allocation =
          allocator.allocate(artifact, draft.fingerprint(), attemptId, condition);
      if (allocation instanceof NumberAllocator.AlreadyPublished same) {
        Optional<PublishResult> settled = settle(same, draft);
        if (settled.isPresent()) {
          return settled;
        }
        attemptId = settings.environment().ids().get();
        continue;
      }
      if (!(allocation instanceof NumberAllocator.Allocated own)) {
        throw Kinds.unknown(allocation);
      }
      BlobKey key = BlobKey.ofVersion(artifact, own.number(), draft.fileName());
      NumberFolder folder =
          expected
              .filter(listed -> listed.isOf(own.number()))
              .orElseGet(() -> list(artifact, own.number()));
      BlobHeader header = new BlobHeader(draft.contentType(), draft.fileName(), own.attemptId());
      WriteResult written = draft.content().writeTo(blobs, key, header, () -> folder.find(key));
      if (written instanceof WriteResult.SourceGone) {
        return Optional.empty();
      }
      Optional<BlobInfo> foreign =
          new OwnBytes(blobs, own.attemptId(), draft.content().digest())
              .foreign(written)
              .or(() -> folder.ofAnotherAttempt(key, own.attemptId()));
      if (foreign.isPresent()) {
        taken.giveUp(own.number(), foreign.get(), key);
        attemptId = settings.environment().ids().get();
        continue;
      }
      taken.free();
      Optional<PublishResult> committed = commit(draft, own, key);
      if (committed.isPresent()) {
        return committed;
      }
      // The collector closed this attempt's number as abandoned: the next attempt reserves a new
      // number.
      attemptId = settings.environment().ids().get();
    }
    throw BackendException.transientFailure(
        "Cannot publish "
            + artifact
            + ": "
            + MOST_TRIES
            + " uploads in a row took longer than the"
            + " collector's grace period; run gc with a longer one",
        null);
  }

  /**
   * Starts to list the folder that a version will probably have, while its number is reserved. The
   * next number is known for {@code $LATEST}, unless an earlier publish is unfinished.
   */
  private Optional<NumberFolder> lookAhead(VersionDraft draft) {
    Long next = draft.nextNumber();
    return next == null || next > VersionNumber.MAX
        ? Optional.empty()
        : Optional.of(list(draft.artifact(), VersionNumber.of(next)));
  }

  private NumberFolder list(ArtifactName artifact, VersionNumber number) {
    return NumberFolder.list(blobs, artifact, number, settings.environment().executor());
  }

  /** Makes the version visible; empty if its number was abandoned. */
  private Optional<PublishResult> commit(
      VersionDraft draft, NumberAllocator.Allocated own, BlobKey key) {
    PublishRequest request = draft.request();
    Version version =
        new Version(
            draft.artifact(),
            own.number(),
            draft.content().digest(),
            draft.content().sizeBytes(),
            draft.contentType(),
            draft.fileName(),
            draft.description(),
            draft.metadata(),
            settings.environment().now(),
            request.actor().orElse(settings.actor()),
            key,
            catalog.place());
    // Two processes may run the same attempt under one idempotency key; the commit id distinguishes
    // them.
    String commitId =
        request.idempotencyKey().isPresent() ? settings.environment().ids().get() : own.attemptId();
    VersionRecord made = new VersionRecord(version, commitId, draft.latestRevision());
    IdempotencyRecord record =
        request.idempotencyKey().map(k -> keys.record(version, k, draft)).orElse(null);
    VersionSignature signature = signer.sign(version);
    CommitResult result =
        retry("publish " + version)
            .untilAnswered(() -> catalog.commit(made, record, signature), request.idempotencyKey());
    if (result instanceof CommitResult.KeyTaken taken) {
      // rule: taken-key-is-replayed
      return Optional.of(keys.replay(taken.existing(), draft));
    }
    if (!(result instanceof CommitResult.NumberTaken taken)) {
      return created(version, result);
    }
    // A record with other content does not belong to this attempt, whatever it says: take the next
    // number.
    if (taken.existing() instanceof VersionRecord existing
        // rule: own-commit-has-the-same-content
        && Fingerprint.of(existing.version()).equals(draft.fingerprint())) {
      // rule: own-commit-is-asked-for
      if (existing.attemptId().equals(commitId)) {
        return Optional.of(new PublishResult(existing.version(), PublishResult.Outcome.CREATED));
      } else if (request.idempotencyKey().isPresent()) {
        // The number belongs only to this attempt: another process ran it too, and committed first.
        return Optional.of(keys.replay(existing, request.idempotencyKey().get()));
      }
    }
    // rule: taken-number-is-not-published
    return Optional.empty();
  }

  private static Optional<PublishResult> created(Version version, CommitResult result) {
    if (result instanceof CommitResult.Committed) {
      // rule: committed-version-is-returned
      return Optional.of(new PublishResult(version, PublishResult.Outcome.CREATED));
    }
    throw Kinds.unknown(result);
  }

  /**
   * Returns the result if the newest version has the same content; empty if another version was
   * asked for.
   */
  private Optional<PublishResult> settle(
      NumberAllocator.AlreadyPublished same, VersionDraft draft) {
    if (same.byThisAttempt()) {
      // The publish that made it recorded the key, unless the key has expired since.
      Optional<IdempotencyRecord> made = keys.find(draft.artifact(), draft.request());
      if (keys.isValid(made)) {
        return Optional.of(keys.replay(made.orElseThrow(), draft));
      } else if (draft.request().evenIfUnchanged()) {
        // rule: forgotten-key-stands-for-nothing
        return Optional.empty();
      }
    }
    return Optional.of(unchanged(same.version(), draft));
  }

  private PublishResult unchanged(Version version, VersionDraft draft) {
    Optional<IdempotencyKey> key = draft.request().idempotencyKey();
    if (key.isPresent()) {
      IdempotencyRecord record = keys.record(version, key.get(), draft);
      CommitResult result =
          retry("publish " + version)
              .untilAnswered(() -> catalog.recordKey(record, settings.environment().now()), key);
      if (result instanceof CommitResult.KeyTaken taken) {
        // This also happens after a lost reply: the key then belongs to this same version.
        // rule: used-key-gives-its-own-version
        return taken.existing().version().equals(version.number())
            ? keys.unchanged(taken.existing(), version, draft)
            : keys.replay(taken.existing(), draft);
      } else if (!(result instanceof CommitResult.Committed)) {
        throw Kinds.unknown(result); // recording a key takes no number
      }
    }
    return new PublishResult(version, PublishResult.Outcome.UNCHANGED);
  }

  private Retry retry(String what) {
    return Retry.of(what, settings.contentionTimeout(), settings.environment());
  }
}
