package dev.versioned.internal.maintenance;

import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.place.Holding;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.maintenance.Garbage;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.UnfinishedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the garbage of one artifact, and knows how to remove each piece.
 *
 * <p>A piece of garbage may be in use again a moment later. So each removal begins with a
 * conditional write, after which nothing can refer to the bytes any more, and only then deletes
 * them. Nothing is ever written under their keys again, so a delete may be repeated, be late, or
 * happen in the next run.
 */
public final class Sweep {
  /**
   * How long the tombstone of an upload stays: no put pauses this long between its upload and its
   * swap.
   */
  private static final Duration TOMBSTONE_LIFE = Duration.ofDays(365);

  private final BlobStore blobs;
  private final Catalog catalog;
  private final GcRequest gc;
  private final ArtifactName artifact;
  private final Instant now;
  private final int pageSize;
  private final Unreadable unreadable;
  private final Runnable foreign;
  private final Expiry expiry;
  private @Nullable String workingUpload;
  private long lastNumber;

  /**
   * Prepares a sweep; {@code now} is the blob store's time. {@code unreadable} receives the records
   * that cannot be read; their bytes are left alone. {@code foreign} is called for each object of
   * another writer; such objects are kept.
   */
  public Sweep(
      BlobStore blobs,
      Catalog catalog,
      GcRequest gc,
      ArtifactName artifact,
      Instant now,
      int pageSize,
      Unreadable unreadable,
      Runnable foreign) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.gc = gc;
    this.artifact = artifact;
    this.now = now;
    this.pageSize = pageSize;
    this.unreadable = unreadable;
    this.foreign = foreign;
    this.expiry = new Expiry(catalog, artifact, gc.undeleteWindow(), now);
  }

  /**
   * A piece of garbage.
   *
   * @param garbage what it is
   * @param removal removes it; false if it turned out to be in use
   */
  public record Piece(Garbage garbage, BooleanSupplier removal) {}

  public Stream<Piece> pieces() {
    return Stream.<Supplier<Stream<Piece>>>of(this::blobs, this::unfinishedWrites)
        .flatMap(Supplier::get);
  }

  private Stream<Piece> blobs() {
    return Shelf.of(blobs, catalog, artifact, pageSize, unreadable).flatMap(this::pieces);
  }

  private Stream<Piece> pieces(Holding holding) {
    if (holding instanceof Holding.Upload upload) {
      return upload(upload).stream();
    } else if (holding instanceof Holding.Numbered numbered) {
      return numbered.blobs().stream()
          .flatMap(
              blob ->
                  (numbered.entry().isPresent()
                          ? settled(numbered.entry().get(), blob)
                          : uncommitted(numbered.number(), blob))
                      .stream());
    } else if (holding instanceof Holding.Foreign) {
      foreign.run();
      return Stream.empty();
    }
    throw Kinds.unknown(holding);
  }

  /**
   * Handles a number without an entry: its publisher crashed, is still running, or never reserved
   * the number.
   */
  private Optional<Piece> uncommitted(VersionNumber number, BlobInfo blob) {
    if (isYoung(blob.lastModified(), gc.gracePeriod())
        || !isReserved(number)
        || !isOfAPublish(blob)) {
      return Optional.empty();
    }
    return Optional.of(
        piece(
            Garbage.Reason.UNCOMMITTED,
            blob,
            blob.lastModified(),
            () ->
                catalog.abandon(artifact, number, now) instanceof VersionEntry.Abandoned
                    // rule: tombstone-comes-before-the-removal
                    && delete(blob)));
  }

  /** Returns whether this library wrote a blob, which then has an attempt id; others' are kept. */
  private boolean isOfAPublish(BlobInfo blob) {
    // rule: foreign-object-under-a-number-is-kept
    return blobs.find(blob.key()).filter(found -> !found.attemptId().isEmpty()).isPresent()
        || isForeign();
  }

  /**
   * Returns whether a number was reserved. A number that is still to come must not get a tombstone.
   * Blobs under such numbers belong to another table, or to a time before this table was restored
   * to an earlier state; fsck reports them.
   */
  private boolean isReserved(VersionNumber number) {
    if (number.value() > lastNumber) {
      // Read after the blob was listed, because a number is reserved before its bytes are written.
      lastNumber = catalog.findArtifact(artifact).map(ArtifactRecord::lastNumber).orElse(0L);
    }
    // rule: number-to-come-is-not-touched
    return number.value() <= lastNumber;
  }

  private Optional<Piece> settled(VersionEntry entry, BlobInfo blob) {
    if (entry instanceof VersionEntry.Committed version) {
      return blob.key().equals(version.version().key()) ? deleted(version, blob) : stray(blob);
    } else if (entry instanceof VersionEntry.Abandoned abandoned) {
      Garbage.Reason reason = Garbage.Reason.ABANDONED;
      return isOfAPublish(blob)
          ? Optional.of(piece(reason, blob, abandoned.at(), () -> delete(blob)))
          : Optional.empty();
    } else if (entry instanceof VersionEntry.GivenUp givenUp) {
      Garbage.Reason reason = Garbage.Reason.GIVEN_UP;
      // rule: object-of-a-given-up-number-is-kept
      return gc.givenUp()
          ? Optional.of(piece(reason, blob, givenUp.at(), () -> delete(blob)))
          : Optional.empty();
    }
    if (entry instanceof VersionEntry.SetAside) {
      // rule: bytes-of-a-record-set-aside-are-kept
      return Optional.empty(); // the record may be restored
    }
    throw Kinds.unknown(entry);
  }

  /**
   * Handles a blob in the folder of a version whose record names another key. Records never change,
   * so nothing can refer to the blob. Objects of other writers are kept.
   */
  private Optional<Piece> stray(BlobInfo blob) {
    // rule: object-of-others-beside-a-version-is-kept
    if (isYoung(blob.lastModified(), gc.gracePeriod()) || !isOfAPublish(blob)) {
      return Optional.empty();
    }
    return Optional.of(piece(Garbage.Reason.STRAY, blob, blob.lastModified(), () -> delete(blob)));
  }

  private Optional<Piece> deleted(VersionEntry.Committed version, BlobInfo blob) {
    if (version.state() == VersionState.EXPIRED) {
      Garbage.Reason reason = Garbage.Reason.EXPIRED;
      return Optional.of(piece(reason, blob, version.stateChangedAt(), () -> delete(blob)));
    }
    return expiry.isDue(version, blob)
        ? Optional.of(
            piece(
                Garbage.Reason.DELETED,
                blob,
                Expiry.deletedAt(version, blob),
                // rule: expiry-comes-before-the-removal
                () -> expiry.expire(version.number(), blob) && delete(blob)))
        : Optional.empty();
  }

  private Optional<Piece> upload(Holding.Upload upload) {
    BlobInfo blob = upload.blob();
    if (isYoung(blob.lastModified(), gc.gracePeriod())
        || upload.uploadId().equals(workingUpload())
        || !isOwn(upload)) {
      return Optional.empty();
    }
    return Optional.of(
        piece(
            Garbage.Reason.UNUSED_UPLOAD,
            blob,
            blob.lastModified(),
            () ->
                catalog.abandonUpload(artifact, upload.uploadId(), now.plus(TOMBSTONE_LIFE))
                    // rule: upload-tombstone-comes-before-the-removal
                    && delete(blob)));
  }

  /**
   * Returns whether this library wrote an upload: only this library writes the id of an upload both
   * into the key and with the bytes. Others may keep a {@code latest/} folder in the same bucket.
   */
  private boolean isOwn(Holding.Upload upload) {
    return blobs
            .find(upload.blob().key())
            // rule: foreign-object-under-latest-is-kept
            .filter(found -> found.attemptId().equals(upload.uploadId()))
            .isPresent()
        || isForeign();
  }

  /** Counts an object of another writer; returns false. */
  private boolean isForeign() {
    foreign.run();
    return false;
  }

  /** Returns the working copy's upload; only a hint, since the tombstone's condition decides. */
  private String workingUpload() {
    String known = workingUpload;
    if (known == null) {
      known = catalog.findLatest(artifact).map(WorkingCopy::uploadId).orElse("");
      workingUpload = known;
    }
    return known;
  }

  private Stream<Piece> unfinishedWrites() {
    return blobs
        .unfinishedWrites(artifact)
        .filter(write -> !isYoung(write.startedAt(), gc.gracePeriod()) && isOwn(write))
        .map(this::unfinishedWrite);
  }

  /** Returns whether this library began a write, by its key: no attempt id is readable yet. */
  private boolean isOwn(UnfinishedWrite write) {
    Holding holding = Holding.of(artifact, blobOf(write));
    return holding instanceof Holding.Numbered version
        ? isReserved(version.number())
        : holding instanceof Holding.Upload && catalog.findArtifact(artifact).isPresent();
  }

  private static BlobInfo blobOf(UnfinishedWrite write) {
    return new BlobInfo(write.key(), write.sizeBytes(), "", "", write.startedAt());
  }

  /** Needs no tombstone: an unfinished write is not readable, and finishing it later fails. */
  private Piece unfinishedWrite(UnfinishedWrite write) {
    return piece(
        Garbage.Reason.UNFINISHED_WRITE,
        blobOf(write),
        write.startedAt(),
        () -> {
          blobs.abort(write);
          return true;
        });
  }

  private boolean isYoung(Instant since, Duration age) {
    // rule: grace-period-is-waited-for
    return Duration.between(since, now).compareTo(age) < 0;
  }

  private boolean delete(BlobInfo blob) {
    blobs.delete(blob.key());
    return true;
  }

  private Piece piece(
      Garbage.Reason reason, BlobInfo blob, Instant since, BooleanSupplier removal) {
    return new Piece(new Garbage(artifact, reason, blob.key(), blob.sizeBytes(), since), removal);
  }
}
