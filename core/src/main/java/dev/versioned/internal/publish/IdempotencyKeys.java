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

/** What an idempotency key makes of a publish: the same version again, or a refusal. */
final class IdempotencyKeys {
  private final Catalog catalog;
  private final Settings settings;

  IdempotencyKeys(Catalog catalog, Settings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /**
   * Names the first attempt: by the idempotency key, if there is one, so that a retry in another
   * process knows what this one has left. What the header says is part of it, since an unfinished
   * blob keeps the header that it was begun with.
   */
  String attemptId(String contentType, String fileName, PublishRequest request) {
    return request
        .idempotencyKey()
        .map(key -> String.join("\n", key.value(), contentType, fileName))
        .map(text -> "key-" + Digest.of(text.getBytes(UTF_8)).hex().substring(0, 32))
        .orElseGet(settings.environment().ids());
  }

  /** Reads a key, if there is one. */
  Optional<IdempotencyRecord> find(ArtifactName artifact, PublishRequest request) {
    return request.idempotencyKey().flatMap(key -> catalog.findKey(artifact, key));
  }

  /** Reads a key while the content is hashed. */
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

  /** Answers with a version that another process has committed by the same attempt. */
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

  /** Which of the two records was changed is not known. */
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

  /** A version that cannot be read is no answer to a publish, and a new one would break the key. */
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
              + "; use a key of its own for each content",
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
