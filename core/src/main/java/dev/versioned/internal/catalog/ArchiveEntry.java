package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.record.WorkingCopy;
import java.util.Optional;
import java.util.function.Function;

/** A record of an artifact on its way from one repository to another. */
public sealed interface ArchiveEntry {

  /**
   * The artifact itself: the first entry.
   *
   * @param artifact the artifact with its last number
   * @param listed whether it is in the list of artifacts, which a deleted one is not
   */
  record Counter(ArtifactRecord artifact, boolean listed) implements ArchiveEntry {}

  /**
   * An idempotency key of a publish.
   *
   * @param record the key, with the time at which it expires
   */
  record Key(IdempotencyRecord record) implements ArchiveEntry {}

  /**
   * A version number; the highest comes first. The references of its version are not counted yet.
   *
   * @param entry the version in its state, or the tombstone
   */
  record Numbered(VersionEntry entry) implements ArchiveEntry {}

  /**
   * A signature of a version; it comes after all versions.
   *
   * @param signature the signature
   */
  record Signed(VersionSignature signature) implements ArchiveEntry {}

  /**
   * An attestation of a version; it comes after all signatures.
   *
   * @param attestation the attestation
   */
  record Attested(VersionAttestation attestation) implements ArchiveEntry {}

  /**
   * The labels of a version; they come after all versions, those of the highest number first.
   *
   * @param stored the labels
   */
  record Labelled(StoredLabels stored) implements ArchiveEntry {}

  /**
   * An alias, or the tombstone of a deleted one.
   *
   * @param entry the alias
   */
  record Alias(AliasEntry entry) implements ArchiveEntry {}

  /**
   * The working copy, or the tombstone of a removed one.
   *
   * @param revision its revision
   * @param copy the copy, unless it was removed
   */
  record Latest(long revision, Optional<WorkingCopy> copy) implements ArchiveEntry {

    /** Returns this entry with another tag of the copy's upload, which is the store's own. */
    public Latest tagged(Function<WorkingCopy, String> etag) {
      return new Latest(
          revision,
          copy.map(
              old ->
                  new WorkingCopy(
                      old.version(),
                      old.uploadId(),
                      etag.apply(old),
                      old.revision(),
                      old.lastNumber())));
    }
  }

  /**
   * An idempotency key of a move.
   *
   * @param record the key, with the time at which it expires
   */
  record Move(MoveRecord record) implements ArchiveEntry {}

  /**
   * A row of a ledger; of each alias, the newest comes first.
   *
   * @param row the row
   */
  record Row(LedgerRow row) implements ArchiveEntry {}

  /**
   * Overrides of an alias; of each alias, the latest come first.
   *
   * @param record the overrides
   */
  record Overridden(OverridesRecord record) implements ArchiveEntry {}
}
