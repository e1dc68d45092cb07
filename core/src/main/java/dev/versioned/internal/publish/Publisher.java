package dev.versioned.internal.publish;

import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Kinds;
import dev.versioned.internal.Metadata;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LatestView;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes versions: hash, reserve a number, write the bytes, commit the record. Only the commit makes
 * anything visible; a crash before it leaves a number unused and at most an unreferenced blob.
 */
public final class Publisher {
  /** How often a publish starts over when the collector or another put pulled its ground away. */
  private static final int MOST_TRIES = 5;

  private final BlobStore blobs;
  private final Catalog catalog;
  private final Settings settings;
  private final Numbering numbering;
  private final Stager stager;
  private final IdempotencyKeys keys;
  private final OwnPlace place;

  public Publisher(BlobStore blobs, Catalog catalog, Settings settings, OwnPlace place) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
    this.numbering = new Numbering(catalog, settings);
    this.stager = new Stager(blobs, settings, place);
    this.place = place;
    this.keys = new IdempotencyKeys(catalog, settings);
  }

  /** Publishes content. */
  public PublishResult publish(
      ArtifactName artifact, ContentSource content, PublishRequest request) {
    place.startCheck();
    AtOnce<Optional<IdempotencyRecord>> earlier = keys.findBeside(artifact, request);
    String attemptId = keys.attemptId(content.contentType(), content.fileName(), request);
    BlobHeader header = new BlobHeader(content.contentType(), content.fileName(), attemptId);
    Staged staged =
        stager.stage(
            artifact,
            content,
            request,
            "publish " + artifact,
            () -> keys.isValid(earlier.join()) ? Optional.empty() : expect(artifact, header));
    Draft draft =
        new Draft(
            artifact,
            null,
            null,
            staged,
            content.contentType(),
            content.fileName(),
            request.description(),
            request.metadata(),
            request,
            attemptId);
    try (staged) {
      return publishOrKeep(draft, earlier);
    }
  }

  private PublishResult publishOrKeep(Draft draft, AtOnce<Optional<IdempotencyRecord>> earlier) {
    try {
      PublishResult result =
          publish(draft, earlier.join()).orElseThrow(() -> sourceGone(draft.artifact()));
      // rule: upload-goes-when-its-publish-ends
      stager.discard(draft.staged());
      return result;
    } catch (UnknownOutcomeException e) {
      throw e; // in doubt, nothing is cleaned up
    } catch (ArtifactException e) {
      if (e instanceof BackendException) {
        draft.staged().keep();
      }
      stager.discard(draft.staged());
      throw e;
    }
  }

  /** The next number's key, or that of the number that this very attempt has reserved before. */
  private Optional<AheadUpload.Destination> expect(ArtifactName artifact, BlobHeader header) {
    long number =
        catalog
            .findArtifact(artifact)
            .map(r -> r.lastNumber() + (r.attemptId().equals(header.attemptId()) ? 0 : 1))
            .orElse(1L);
    BlobKey key = BlobKey.ofVersion(artifact, VersionNumber.of(number));
    return Optional.of(new AheadUpload.Destination(key, header));
  }

  /**
   * Publishes {@code $LATEST}: whatever it is by now, an earlier publish's key tells what it was.
   */
  public PublishResult publishLatest(ArtifactName artifact, PublishRequest request) {
    place.startCheck();
    AtOnce<Optional<IdempotencyRecord>> earlier = keys.findBeside(artifact, request);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      LatestView view = catalog.latest(artifact);
      if (keys.isValid(earlier.join())) {
        place.check();
        PublishResult result = keys.replay(earlier.join().orElseThrow());
        checkDigest("publish " + artifact, result.version().digest(), request);
        return result;
      }
      Version latest = view.latest().orElseThrow(() -> nothingIn(artifact));
      BlobInfo blob;
      if (latest.isPublished()) {
        if (isPublishedAlready(latest, request)) {
          place.check();
          return new PublishResult(latest, PublishResult.Outcome.UNCHANGED);
        }
        blob = blobs.find(latest.key()).orElseThrow(() -> sourceGone(artifact));
      } else {
        WorkingCopy copy = view.workingCopy().orElseThrow();
        blob =
            new BlobInfo(
                latest.key(), latest.sizeBytes(), copy.etag(), copy.uploadId(), latest.createdAt());
      }
      SortedMap<String, String> metadata = new TreeMap<>(latest.metadata());
      metadata.putAll(request.metadata());
      Metadata.checkMetadata(metadata);
      Staged staged = new Staged.Stored(blob, latest.digest());
      Draft draft =
          new Draft(
              artifact,
              view.revision(),
              view.lastNumber() + 1,
              staged,
              latest.contentType(),
              latest.fileName(),
              request.description().isEmpty() ? latest.description() : request.description(),
              metadata,
              request,
              keys.attemptId(latest.contentType(), latest.fileName(), request));
      Optional<PublishResult> result = publish(draft, earlier.join());
      if (result.isPresent()) {
        return result.get();
      }
      // Another put replaced the working copy, and its upload was collected: look again.
    }
    throw sourceGone(artifact);
  }

  /** The newest version is {@code $LATEST}, and nothing asks for another one of it. */
  private static boolean isPublishedAlready(Version newest, PublishRequest request) {
    checkDigest("publish " + newest.artifact(), newest.digest(), request);
    return !request.evenIfUnchanged()
        && request.idempotencyKey().isEmpty()
        && newest.metadata().entrySet().containsAll(request.metadata().entrySet());
  }

  /** Gives the draft its version; empty if its source is gone. */
  private Optional<PublishResult> publish(Draft draft, Optional<IdempotencyRecord> earlier) {
    ArtifactName artifact = draft.artifact();
    PublishRequest request = draft.request();
    checkDigest("publish " + artifact, draft.staged().digest(), request);
    if (keys.isValid(earlier)) {
      place.check();
      return Optional.of(keys.replay(earlier.orElseThrow(), draft));
    }
    Reservation.Condition condition =
        request.evenIfUnchanged() ? new Reservation.Always() : new Reservation.ContentDiffers();
    String attemptId = draft.attemptId();
    Ahead ahead = lookAhead(draft);
    // A number of another place's table would hide a version there that its table has forgotten.
    // rule: place-is-checked-before-a-number-is-taken
    place.check();
    TakenNumbers taken = new TakenNumbers(catalog, settings.environment().clock(), artifact);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Numbering.Numbered numbered =
          numbering.number(artifact, draft.fingerprint(), attemptId, condition);
      if (numbered instanceof Numbering.Same same) {
        Optional<PublishResult> settled = settle(same, draft);
        if (settled.isPresent()) {
          return settled;
        }
        attemptId = settings.environment().ids().get();
        continue;
      }
      if (!(numbered instanceof Numbering.New own)) {
        throw Kinds.unknown(numbered);
      }
      BlobKey key = BlobKey.ofVersion(artifact, own.number());
      BlobHeader header = new BlobHeader(draft.contentType(), draft.fileName(), own.attemptId());
      WriteResult written =
          draft.staged().writeTo(blobs, key, header, () -> ahead.existing(blobs, key));
      if (written instanceof WriteResult.SourceGone) {
        return Optional.empty();
      }
      Optional<BlobInfo> foreign = Stager.foreign(written, own.attemptId());
      if (foreign.isPresent()) {
        taken.giveUp(own.number(), foreign.get());
        attemptId = settings.environment().ids().get();
        continue;
      }
      taken.free();
      Optional<PublishResult> committed = commit(draft, own, key);
      if (committed.isPresent()) {
        return committed;
      }
      // The collector took this attempt for dead: the next one has a number of its own.
      attemptId = settings.environment().ids().get();
    }
    throw BackendException.passing(
        "Cannot publish "
            + artifact
            + ": "
            + MOST_TRIES
            + " uploads in a row took longer than the"
            + " collector's grace period; run gc with a longer one",
        null);
  }

  /**
   * What exists under the key that a version will probably have, read while its number is reserved.
   * The next number is known for {@code $LATEST}, unless a publish did not finish.
   */
  private record Ahead(@Nullable BlobKey key, AtOnce<Optional<BlobInfo>> existing) {
    Optional<BlobInfo> existing(BlobStore blobs, BlobKey actual) {
      return actual.equals(key) ? existing.join() : blobs.find(actual);
    }
  }

  private Ahead lookAhead(Draft draft) {
    Long next = draft.nextNumber();
    if (next == null || next > VersionNumber.MAX) {
      return new Ahead(null, AtOnce.answered(Optional.empty()));
    }
    BlobKey key = BlobKey.ofVersion(draft.artifact(), VersionNumber.of(next));
    return new Ahead(key, AtOnce.start(() -> blobs.find(key), settings.environment().executor()));
  }

  /** Makes the version visible; empty if its number was abandoned. */
  private Optional<PublishResult> commit(Draft draft, Numbering.New own, BlobKey key) {
    PublishRequest request = draft.request();
    Version version =
        new Version(
            draft.artifact(),
            own.number(),
            draft.staged().digest(),
            draft.staged().sizeBytes(),
            draft.contentType(),
            draft.fileName(),
            draft.description(),
            draft.metadata(),
            settings.environment().now(),
            request.actor().orElse(settings.actor()),
            key);
    // Two processes may make the same attempt under one idempotency key: the commit tells them
    // apart.
    String commitId =
        request.idempotencyKey().isPresent() ? settings.environment().ids().get() : own.attemptId();
    VersionEntry.Committed entry =
        new VersionEntry.Committed(
            version, commitId, VersionState.ACTIVE, version.createdAt(), 0, draft.latestRevision());
    IdempotencyRecord record =
        request.idempotencyKey().map(k -> keys.record(version, k, draft)).orElse(null);
    CommitResult result =
        retry("publish " + version)
            .untilAnswered(() -> catalog.commit(entry, record), request.idempotencyKey());
    if (result instanceof CommitResult.KeyTaken taken) {
      // rule: taken-key-is-replayed
      return Optional.of(keys.replay(taken.existing(), draft));
    }
    if (!(result instanceof CommitResult.NumberTaken taken)) {
      return created(version, result);
    }
    // A record of other content is not this attempt's, whatever it says: take the next number.
    if (taken.existing() instanceof VersionEntry.Committed existing
        // rule: own-commit-has-the-same-content
        && Fingerprint.of(existing.version()).equals(draft.fingerprint())) {
      // rule: own-commit-is-asked-for
      if (existing.attemptId().equals(commitId)) {
        // rule: own-commit-is-recognised
        return Optional.of(new PublishResult(version, PublishResult.Outcome.CREATED));
      } else if (request.idempotencyKey().isPresent()) {
        // The number is this attempt's only: another process made it too, and was first.
        return Optional.of(IdempotencyKeys.replay(existing, request.idempotencyKey().get()));
      }
    }
    // rule: taken-number-is-not-published
    return Optional.empty();
  }

  private static Optional<PublishResult> created(Version version, CommitResult result) {
    if (result instanceof CommitResult.Committed) {
      return Optional.of(new PublishResult(version, PublishResult.Outcome.CREATED));
    }
    throw Kinds.unknown(result);
  }

  /** What to answer if the newest version is the same; empty if one more was asked for. */
  private Optional<PublishResult> settle(Numbering.Same same, Draft draft) {
    if (same.byThisAttempt()) {
      // Who made it has the key, unless it was so long ago that the key is forgotten.
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

  private PublishResult unchanged(Version version, Draft draft) {
    Optional<IdempotencyKey> key = draft.request().idempotencyKey();
    if (key.isPresent()) {
      IdempotencyRecord record = keys.record(version, key.get(), draft);
      CommitResult result =
          retry("publish " + version)
              .untilAnswered(() -> catalog.recordKey(record, settings.environment().now()), key);
      if (result instanceof CommitResult.KeyTaken taken) {
        // Also after a lost reply: then it stands for this very version.
        // rule: used-key-gives-its-own-version
        return taken.existing().version().equals(version.number())
            ? keys.unchanged(taken.existing(), version, draft)
            : keys.replay(taken.existing(), draft);
      } else if (!(result instanceof CommitResult.Committed)) {
        throw Kinds.unknown(result); // a key alone takes no number
      }
    }
    return new PublishResult(version, PublishResult.Outcome.UNCHANGED);
  }

  static void checkDigest(String what, Digest actual, PublishRequest request) {
    Digest expected = request.expectedDigest().orElse(actual);
    // rule: expected-digest-is-compared
    if (!expected.equals(actual)) {
      throw new CorruptContentException(
          "Cannot "
              + what
              + ": the content has digest "
              + actual
              + ", not "
              + expected
              + " as expected",
          expected,
          actual,
          null);
    }
  }

  private Retry retry(String what) {
    return Retry.of(what, settings.contentionTimeout(), settings.environment());
  }

  private static NotFoundException nothingIn(ArtifactName artifact) {
    return new NotFoundException(
        "Cannot publish $LATEST of " + artifact + ": nothing was put or published yet",
        NotFoundException.Subject.ARTIFACT);
  }

  private static BackendException sourceGone(ArtifactName artifact) {
    return BackendException.passing(
        "Cannot publish " + artifact + ": its upload was removed meanwhile; publish again", null);
  }
}
