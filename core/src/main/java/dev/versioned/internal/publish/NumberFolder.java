package dev.versioned.internal.publish;

import dev.versioned.internal.AtOnce;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * The blobs in the folder of a version number. They are listed while the number is reserved or its
 * bytes are sent. A store's condition covers only one key, but a number belongs to one attempt,
 * whatever file names other writers have used.
 */
final class NumberFolder {
  /** A folder with this many blobs before its version exists belongs to other writers. */
  private static final int MOST_LOOKED_AT = 20;

  private final BlobStore blobs;
  private final VersionNumber number;
  private final AtOnce<List<BlobInfo>> listed;

  private NumberFolder(BlobStore blobs, VersionNumber number, AtOnce<List<BlobInfo>> listed) {
    this.blobs = blobs;
    this.number = number;
    this.listed = listed;
  }

  /** Starts to list a folder. */
  static NumberFolder list(
      BlobStore blobs, ArtifactName artifact, VersionNumber number, Executor executor) {
    return new NumberFolder(
        blobs, number, AtOnce.start(() -> firstIn(blobs, artifact, number), executor));
  }

  private static List<BlobInfo> firstIn(
      BlobStore blobs, ArtifactName artifact, VersionNumber number) {
    try (Stream<BlobInfo> all = blobs.list(artifact, number)) {
      return all.limit(MOST_LOOKED_AT).toList();
    }
  }

  boolean isOf(VersionNumber other) {
    return number.equals(other);
  }

  /** Returns the blob under a key, with its attempt id, which a listing does not contain. */
  Optional<BlobInfo> find(BlobKey key) {
    return listed.join().stream().anyMatch(blob -> blob.key().equals(key))
        ? blobs.find(key)
        : Optional.empty();
  }

  /**
   * Returns a blob that another attempt of this library wrote under another file name. Files that
   * other writers put there do not take the number, however many they are.
   */
  Optional<BlobInfo> ofAnotherAttempt(BlobKey own, String attemptId) {
    List<BlobInfo> all = listed.join();
    if (all.size() == MOST_LOOKED_AT) {
      return Optional.of(all.get(0).key().equals(own) ? all.get(1) : all.get(0));
    }
    return all.stream()
        .filter(blob -> !blob.key().equals(own))
        .map(blob -> blobs.find(blob.key()))
        .flatMap(Optional::stream)
        // rule: number-belongs-to-one-attempt
        .filter(blob -> !blob.attemptId().isEmpty() && !blob.attemptId().equals(attemptId))
        .findFirst();
  }
}
