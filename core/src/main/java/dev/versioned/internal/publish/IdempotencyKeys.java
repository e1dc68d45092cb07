package dev.versioned.internal.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.internal.AtOnce;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.read.MissingVersion;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.Optional;

/** Decides what an idempotency key means for a publish: the same version again, or a refusal. */
final class IdempotencyKeys {
  private final Catalog catalog;
  private final Settings settings;

  IdempotencyKeys(Catalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Returns the id of the first attempt. It is derived from the idempotency key, if there is one,
   * so that a retry in another process finds the unfinished work of this one. The id also covers
   * the header, because an unfinished blob keeps the header with which it was begun.
   */
  String attemptId(String contentType, String fileName, PublishRequest request) {
    return request
        .idempotencyKey()
        .map(key -> String.join("\n", key.value(), contentType, fileName))
        .map(text -> "key-" + Digest.of(text.getBytes(UTF_8)).hex().substring(0, 32))
        .orElseGet(settings.environment().ids());
  }

  /** Reads the record of the request's key, if it has one. */
  Optional<IdempotencyRecord> find(ArtifactName artifact, PublishRequest request) {
    return request.idempotencyKey().flatMap(key -> catalog.findKey(artifact, key));
  }

  /** Starts to read the record of the key while the content is hashed. */
  AtOnce<Optional<IdempotencyRecord>> findBeside(ArtifactName artifact, PublishRequest request) {
    Optional<IdempotencyKey> key = request.idempotencyKey();
    return key.isEmpty()
        ? AtOnce.answered(Optional.empty())
        : AtOnce.start(
            () -> catalog.findKey(artifact, key.get()), settings.environment().executor());
  }

  boolean isValid(Optional<IdempotencyRecord> earlier) {
    return earlier.isPresent() && earlier.get().expiresAt().isAfter(settings.environment().now());
  }

  PublishResult replay(IdempotencyRecord earlier, VersionDraft draft) {
    checkReuse(earlier, draft);
    return replay(earlier);
  }

  PublishResult replay(IdempotencyRecord earlier) {
    Version version = findActive(earlier.artifact(), earlier.version(), earlier.key());
    // rule: replayed-version-has-the-same-content
    if (!Fingerprint.of(version).equals(earlier.fingerprint())) {
      throw otherContent(earlier);
    }
    return new PublishResult(version, PublishResult.Outcome.REPLAYED);
  }

  /** Returns the version that another process committed in the same attempt. */
  PublishResult replay(VersionRecord made, IdempotencyKey key) {
    Version version = findActive(made.artifact(), made.number(), key);
    return new PublishResult(version, PublishResult.Outcome.REPLAYED);
  }

  private Version findActive(ArtifactName artifact, VersionNumber number, IdempotencyKey key) {
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    return entry
        // rule: key-gives-no-deleted-version
        .flatMap(e -> e.active())
        .orElseThrow(() -> gone(artifact, key, number, entry));
  }

  /** The error does not say which of the two records was changed, because that is unknown. */
  private static UnreadableRecordException otherContent(IdempotencyRecord earlier) {
    return new UnreadableRecordException(
        "Cannot publish "
            + earlier.artifact()
            + " with idempotency key "
            + earlier.key()
            + ": the key was recorded for other content than version "
            + earlier.version()
            + " has; one of the two records was changed: run fsck",
        "idempotency key " + earlier.key() + " of " + earlier.artifact(),
        UnreadableRecordException.Reason.DAMAGED,
        null);
  }

  /**
   * Refuses the publish: the version of the key cannot be returned, and a new version would break
   * the key.
   */
  private static NotFoundException gone(
      ArtifactName artifact,
      IdempotencyKey key,
      VersionNumber number,
      Optional<VersionEntry> entry) {
    return new NotFoundException(
        "Cannot publish "
            + artifact
            + " with idempotency key "
            + key
            + ": the key stands for version "
            + number
            + ", and "
            + MissingVersion.whyNot(entry)
            + "; or publish with another key",
        NotFoundException.Subject.VERSION);
  }

  PublishResult unchanged(IdempotencyRecord existing, Version version, VersionDraft draft) {
    checkReuse(existing, draft);
    return new PublishResult(version, PublishResult.Outcome.UNCHANGED);
  }

  private static void checkReuse(IdempotencyRecord earlier, VersionDraft draft) {
    if (!draft.mayBe(earlier)) {
      throw new IdempotencyKeyReusedException(
          "Cannot publish "
              + earlier.artifact()
              + " with idempotency key "
              + earlier.key()
              + ": the key was used for other content, content type or metadata, which is version "
              + earlier.version()
              + "; use a different key for each content",
          earlier.key(),
          earlier.version());
    }
  }

  IdempotencyRecord record(Version version, IdempotencyKey key, VersionDraft draft) {
    return new IdempotencyRecord(
        version.artifact(),
        key,
        version.number(),
        draft.fingerprint(),
        settings.environment().now().plus(settings.keyRetention()));
  }
}
