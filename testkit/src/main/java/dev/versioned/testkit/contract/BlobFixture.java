package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** The fixture of a blob store test: the store, and a separate artifact. */
record BlobFixture(BlobStore store, Set<BlobStoreDeviation> deviations, ArtifactName artifact) {

  BlobKey key(long number) {
    return BlobKey.ofVersion(artifact, VersionNumber.of(number), "");
  }

  static BlobHeader header(String attemptId) {
    return new BlobHeader("application/octet-stream", "", attemptId);
  }

  BlobInfo create(BlobKey key, byte[] bytes, String attemptId) {
    return written(ByteSource.of(bytes).writeTo(store, key, header(attemptId)));
  }

  static BlobInfo written(WriteResult result) {
    assertThat(result).isInstanceOf(WriteResult.Written.class);
    return ((WriteResult.Written) result).blob();
  }

  static BlobInfo occupied(WriteResult result) {
    assertThat(result).isInstanceOf(WriteResult.Occupied.class);
    return ((WriteResult.Occupied) result).blob();
  }

  byte[] read(BlobKey key) {
    try (InputStream in = store.open(key).orElseThrow()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks a written blob in every way: as reported, found, listed, and read. */
  void assertHolds(BlobInfo written, BlobKey key, byte[] bytes, String attemptId) {
    assertThat(written.key()).isEqualTo(key);
    assertThat(written.sizeBytes()).isEqualTo(bytes.length);
    assertThat(written.attemptId()).isEqualTo(attemptId);
    assertThat(written.etag()).isNotEmpty();
    BlobInfo found = store.find(key).orElseThrow();
    assertThat(found.key()).isEqualTo(key);
    assertThat(found.sizeBytes()).isEqualTo(bytes.length);
    assertThat(found.attemptId()).isEqualTo(attemptId);
    assertThat(found.etag()).isEqualTo(written.etag());
    assertThat(store.list(artifact).filter(blob -> blob.key().equals(key)))
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.sizeBytes()).isEqualTo(bytes.length);
              assertThat(listed.etag()).isEqualTo(written.etag());
            });
    assertBytes(key, bytes);
  }

  /** Deletes large blobs: many stores under test are in memory. */
  void deleteLarge() {
    deleteLarge(store, artifact);
  }

  static void deleteLarge(BlobStore store, ArtifactName artifact) {
    store
        .list(artifact)
        .filter(blob -> blob.sizeBytes() >= Samples.MIB)
        .map(BlobInfo::key)
        .toList()
        .forEach(store::delete);
  }

  /** Compares by digest: the difference between two texts of 40 MiB is of no use. */
  void assertBytes(BlobKey key, byte[] bytes) {
    assertThat(Digest.of(read(key)))
        .as("digest of what is under %s", key)
        .isEqualTo(Digest.of(bytes));
  }

  void assertNothingAt(BlobKey key) {
    assertThat(store.find(key)).isEmpty();
    assertThat(store.open(key)).isEmpty();
    assertThat(store.list(artifact).map(BlobInfo::key)).doesNotContain(key);
    assertNothingUnfinishedAt(key);
  }

  void assertNothingUnfinishedAt(BlobKey key) {
    assertThat(store.unfinishedWrites(artifact).map(UnfinishedWrite::key))
        .as("unfinished writes")
        .doesNotContain(key);
  }

  /** Skips the rest of a test, with a reason, on a server that is known to deviate. */
  void skipIf(BlobStoreDeviation deviation) {
    assumeFalse(
        deviations.contains(deviation),
        () -> deviation + ": this server is known to deviate: " + deviation.description());
  }
}
