package dev.versioned.internal.publish;

import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Kinds;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts {@code $LATEST}: an upload, then one swap of the working copy. The last swap wins. */
public final class LatestWriter {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final Settings settings;
  private final ContentHasher hasher;
  private final OwnPlace ownPlace;

  public LatestWriter(BlobStore blobs, Catalog catalog, Settings settings, OwnPlace ownPlace) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
    this.hasher = new ContentHasher(blobs, settings, ownPlace);
    this.ownPlace = ownPlace;
  }

  public Version put(ArtifactName artifact, ContentSource content, PublishRequest request) {
    ownPlace.startCheck();
    String uploadId = settings.environment().ids().get();
    BlobKey key = BlobKey.ofUpload(artifact, uploadId, content.fileName());
    BlobHeader header = new BlobHeader(content.contentType(), content.fileName(), uploadId);
    PreparedContent prepared = hasher.prepare(artifact, content, request, "put " + artifact);
    @Nullable Supplier<Place> early;
    BlobInfo upload;
    try {
      request.checkDigest("put " + artifact, prepared.digest());
      // rule: place-is-checked-before-an-artifact-is-listed
      ownPlace.check();
      // An upload in one request takes no longer than the reads, so they run at the same time. For
      // a long upload the reads wait for its end: versions published during it are older than this
      // put.
      early = prepared.isOneRequest() ? startPlace(artifact) : null;
      upload =
          prepared instanceof PreparedContent.Stored stored
              ? stored.blob() // a long stream was uploaded while it was hashed
              : new OwnBytes(blobs, uploadId, prepared.digest())
                  .expect(prepared.writeTo(blobs, key, header, () -> blobs.find(key)), key);
    } catch (CorruptContentException e) {
      hasher.discard(prepared);
      throw e;
    }
    Version version =
        new Version(
            artifact,
            Latest.LATEST,
            prepared.digest(),
            prepared.sizeBytes(),
            content.contentType(),
            content.fileName(),
            request.description(),
            request.metadata(),
            settings.environment().now(),
            request.actor().orElse(settings.actor()),
            upload.key(),
            catalog.place());
    swap(version, upload, (early == null ? startPlace(artifact) : early).get());
    return version;
  }

  /**
   * The place of a working copy: the last reserved number before it, and the revision that it
   * replaces.
   */
  private record Place(long lastNumber, long revision) {}

  /** Starts two requests for the place at the same time; the returned supplier waits for both. */
  private Supplier<Place> startPlace(ArtifactName artifact) {
    AtOnce<Catalog.LatestRevision> read = atOnce(() -> catalog.findLatestRevision(artifact));
    AtOnce<ArtifactRecord> registered =
        atOnce(() -> catalog.register(artifact, settings.environment().now()));
    return () -> {
      Catalog.LatestRevision revision = read.join();
      ArtifactRecord record = registered.join();
      if (revision.removed()) {
        // The artifact was deleted, perhaps after the registration above: list it again.
        record = catalog.register(artifact, settings.environment().now());
      }
      return new Place(record.lastNumber(), revision.value());
    };
  }

  private <T> AtOnce<T> atOnce(Supplier<T> read) {
    return AtOnce.start(read, settings.environment().executor());
  }

  private void swap(Version version, BlobInfo upload, Place place) {
    String what = "put " + version.artifact();
    Retry retry = Retry.of(what, settings.contentionTimeout(), settings.environment());
    try {
      swap(version, upload, place, retry);
    } catch (BackendException e) {
      // An attempt without a reply may have put the copy, which may have been replaced before the
      // next attempt.
      throw retry.verdict(e);
    }
  }

  private void swap(Version version, BlobInfo upload, Place first, Retry retry) {
    ArtifactName artifact = version.artifact();
    Place place = first;
    while (true) {
      WorkingCopy next =
          new WorkingCopy(
              version, upload.attemptId(), upload.etag(), place.revision() + 1, place.lastNumber());
      WorkingCopy.SwapResult result =
          retry.untilAnswered(() -> catalog.swapLatest(next), Optional.empty());
      if (result instanceof WorkingCopy.Swapped) {
        return;
      } else if (result instanceof WorkingCopy.UploadAbandoned) {
        throw BackendException.transientFailure(
            "Cannot put "
                + artifact
                + ": the upload took longer than the collector's grace period;"
                + " run gc with a longer one, and put again",
            null);
      } else if (result instanceof WorkingCopy.RevisionDiffers differs) {
        Optional<WorkingCopy> current = differs.current();
        if (current.isPresent() && current.get().uploadId().equals(next.uploadId())) {
          return; // the reply to an earlier attempt was lost
        }
        long lastNumber = catalog.register(artifact, version.createdAt()).lastNumber();
        place = new Place(lastNumber, differs.revision());
      } else if (!(result instanceof WorkingCopy.Contended)) {
        throw Kinds.unknown(result);
      }
      if (!retry.pause()) {
        throw BackendException.transientFailure(
            "Cannot put " + artifact + ": other puts kept winning; retry later", null);
      }
    }
  }
}
