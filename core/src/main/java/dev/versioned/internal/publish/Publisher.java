package dev.versioned.internal.publish;

import dev.versioned.event.Event;
import dev.versioned.internal.AtOnce;
import dev.versioned.internal.Metadata;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LatestView;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.internal.settings.Settings;
import dev.versioned.internal.trust.VersionSigner;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Publishes content or {@code $LATEST}: describes the new version and has it made. */
public final class Publisher {
  /**
   * How often a publish of {@code $LATEST} starts over because a concurrent put replaced its
   * source.
   */
  private static final int MOST_TRIES = 5;

  private final BlobStore blobs;
  private final Catalog catalog;
  private final Settings settings;
  private final ContentHasher hasher;
  private final IdempotencyKeys keys;
  private final OwnPlace place;
  private final VersionMaker maker;
  private final VersionSigner signer;

  public Publisher(
      BlobStore blobs, Catalog catalog, Settings settings, OwnPlace place, VersionSigner signer) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.settings = settings;
    this.hasher = new ContentHasher(blobs, settings, place);
    this.place = place;
    this.keys = new IdempotencyKeys(catalog, settings);
    this.maker = new VersionMaker(blobs, catalog, settings, place, keys, signer);
    this.signer = signer;
  }

  /** Publishes content. */
  public PublishResult publish(
      ArtifactName artifact, ContentSource content, PublishRequest request) {
    place.startCheck();
    AtOnce<Optional<IdempotencyRecord>> earlier = keys.findBeside(artifact, request);
    PreparedContent prepared = hasher.prepare(artifact, content, request, "publish " + artifact);
    VersionDraft draft =
        new VersionDraft(
            artifact,
            null,
            null,
            prepared,
            content.contentType(),
            content.fileName(),
            request.description(),
            request.metadata(),
            request,
            keys.attemptId(content.contentType(), content.fileName(), request));
    try {
      PublishResult result =
          maker.make(draft, earlier.join()).orElseThrow(() -> sourceGone(artifact));
      // rule: upload-goes-when-its-publish-ends
      hasher.discard(prepared);
      return reported(signer.signed(result));
    } catch (UnknownOutcomeException e) {
      throw e; // the outcome is unknown, so nothing is cleaned up
    } catch (ArtifactException e) {
      hasher.discard(prepared);
      throw e;
    }
  }

  /**
   * Publishes {@code $LATEST}. If an earlier publish used the same key, that publish decides,
   * whatever {@code $LATEST} is now.
   */
  public PublishResult publishLatest(ArtifactName artifact, PublishRequest request) {
    checkSigned(artifact, request);
    return reported(signer.signed(makeOfLatest(artifact, request)));
  }

  private PublishResult reported(PublishResult result) {
    // rule: only-a-new-version-is-an-event
    if (result.outcome() == PublishResult.Outcome.CREATED) {
      settings.events().report(new Event.Published(settings.environment().now(), result.version()));
    }
    return result;
  }

  /** The table alone says what {@code $LATEST} is: a signature needs a word from elsewhere. */
  private void checkSigned(ArtifactName artifact, PublishRequest request) {
    // rule: latest-is-not-signed-blindly
    if (signer.isPresent() && request.expectedDigest().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot sign $LATEST of "
              + artifact
              + ": anyone who may put content decides what it is; publish the content itself, or"
              + " expect its digest");
    }
  }

  private PublishResult makeOfLatest(ArtifactName artifact, PublishRequest request) {
    place.startCheck();
    AtOnce<Optional<IdempotencyRecord>> earlier = keys.findBeside(artifact, request);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      LatestView view = catalog.latest(artifact);
      if (keys.isValid(earlier.join())) {
        place.check();
        PublishResult result = keys.replay(earlier.join().orElseThrow());
        request.checkDigest("publish " + artifact, result.version().digest());
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
      PreparedContent prepared = new PreparedContent.Stored(blob, latest.digest());
      VersionDraft draft =
          new VersionDraft(
              artifact,
              view.revision(),
              view.lastNumber() + 1,
              prepared,
              latest.contentType(),
              latest.fileName(),
              request.description().isEmpty() ? latest.description() : request.description(),
              metadata,
              request,
              keys.attemptId(latest.contentType(), latest.fileName(), request));
      Optional<PublishResult> result = maker.make(draft, earlier.join());
      if (result.isPresent()) {
        return result.get();
      }
      // Another put replaced the working copy, and the old upload was collected: read $LATEST
      // again.
    }
    throw sourceGone(artifact);
  }

  /**
   * Returns whether the newest version is {@code $LATEST}, and the request does not ask for another
   * one.
   */
  private static boolean isPublishedAlready(Version newest, PublishRequest request) {
    request.checkDigest("publish " + newest.artifact(), newest.digest());
    return !request.evenIfUnchanged()
        && request.idempotencyKey().isEmpty()
        && newest.metadata().entrySet().containsAll(request.metadata().entrySet());
  }

  private static NotFoundException nothingIn(ArtifactName artifact) {
    return new NotFoundException(
        "Cannot publish $LATEST of " + artifact + ": nothing has been put or published yet",
        NotFoundException.Subject.ARTIFACT);
  }

  private static BackendException sourceGone(ArtifactName artifact) {
    return BackendException.transientFailure(
        "Cannot publish " + artifact + ": its upload was removed concurrently; publish again",
        null);
  }
}
