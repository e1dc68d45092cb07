package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The collector's calls of a store: its time, its artifacts, its unfinished writes. */
abstract class BlobMaintenance {
  /** A store's times may have whole seconds only. */
  private static final Duration PRECISION = Duration.ofSeconds(1);

  abstract BlobFixture blobs();

  @Test
  void storeReturnsTheTimeThatItsBlobsGet() {
    Instant before = blobs().store().now();
    blobs().create(blobs().key(1), Samples.bytes(10), "attempt-1");
    Instant after = blobs().store().now();
    assertThat(after).isAfterOrEqualTo(before);
    Instant found = blobs().store().find(blobs().key(1)).orElseThrow().lastModified();
    Instant listed =
        blobs().store().list(blobs().artifact()).findFirst().orElseThrow().lastModified();
    assertThat(List.of(found, listed))
        .allSatisfy(
            time -> assertThat(time).isBetween(before.minus(PRECISION), after.plus(PRECISION)));
  }

  @Test
  void everyArtifactWithBlobsIsListedOnce() {
    String name = blobs().artifact().value();
    List<ArtifactName> artifacts =
        Stream.of("", ".", "-", "_", ".b", "0", "a", "Z", ".latest")
            .map(suffix -> ArtifactName.parse(name + suffix))
            .toList();
    for (int i = 0; i < artifacts.size(); i++) {
      ArtifactName artifact = artifacts.get(i);
      BlobFixture own = new BlobFixture(blobs().store(), blobs().deviations(), artifact);
      own.create(own.key(1), Samples.bytes(1), "attempt-1");
      own.create(own.key(2), Samples.bytes(1), "attempt-1");
      if (i % 2 == 0) {
        own.store().delete(own.key(1));
        own.create(BlobKey.ofUpload(artifact, "upload", ""), Samples.bytes(1), "attempt-1");
      }
    }
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(artifacts);
    blobs().store().delete(blobs().key(2));
    blobs().store().delete(BlobKey.ofUpload(blobs().artifact(), "upload", ""));
    assertThat(listed()).hasSize(artifacts.size() - 1).doesNotContain(blobs().artifact());
  }

  /**
   * Returns the artifacts whose names start with this test's: the store may contain many others.
   */
  private List<ArtifactName> listed() {
    try (Stream<ArtifactName> all = blobs().store().artifacts()) {
      return all.filter(name -> name.value().startsWith(blobs().artifact().value())).toList();
    }
  }

  @Test
  void finishedWriteIsNotAmongTheUnfinished() {
    byte[] bytes = Samples.bytes(Samples.PART + 1);
    blobs().create(blobs().key(1), bytes, "attempt-1");
    assertThat(
            blobs()
                .store()
                .createFromStream(
                    blobs().key(2), new ByteArrayInputStream(bytes), BlobFixture.header("a")))
        .isInstanceOf(WriteResult.Written.class);
    assertThat(blobs().store().unfinishedWrites(blobs().artifact())).isEmpty();
  }

  /** A store that keeps nothing until a blob is complete lists nothing, and writes the blob. */
  @Test
  void abortedUnfinishedWriteCannotBeFinished() {
    byte[] bytes = Samples.bytes(2 * Samples.PART + 1);
    Instant before = blobs().store().now();
    List<UnfinishedWrite> seen = new ArrayList<>();
    InputStream content =
        whenRead(
            bytes,
            Samples.PART + 1,
            () -> {
              unfinished().forEach(seen::add);
              seen.forEach(blobs().store()::abort);
            });
    if (write(content, seen)) {
      blobs().assertBytes(blobs().key(1), bytes);
    } else {
      UnfinishedWrite write = seen.get(0);
      assertThat(seen).hasSize(1);
      assertThat(write.key()).isEqualTo(blobs().key(1));
      assertThat(write.sizeBytes()).isBetween(0L, (long) bytes.length);
      assertThat(write.startedAt())
          .isBetween(before.minus(PRECISION), blobs().store().now().plus(PRECISION));
      blobs().assertNothingAt(blobs().key(1));
    }
    assertThat(unfinished()).isEmpty();
    // It is gone, and aborting it again changes nothing.
    seen.forEach(blobs().store()::abort);
  }

  /** Returns false if the write failed because it was aborted. */
  private boolean write(InputStream content, List<UnfinishedWrite> aborted) {
    try {
      BlobFixture.written(
          blobs().store().createFromStream(blobs().key(1), content, BlobFixture.header("a")));
      assertThat(aborted).isEmpty();
      return true;
    } catch (BackendException e) {
      assertThat(aborted).as("what was aborted before: %s", e).isNotEmpty();
      assertThat(e.isRetryable()).isTrue();
      return false;
    }
  }

  @Test
  void abortAfterTheWriteIsFinishedChangesNothing() {
    byte[] bytes = Samples.bytes(2 * Samples.PART + 1);
    List<UnfinishedWrite> seen = new ArrayList<>();
    InputStream content = whenRead(bytes, Samples.PART + 1, () -> unfinished().forEach(seen::add));
    BlobInfo written =
        BlobFixture.written(
            blobs().store().createFromStream(blobs().key(1), content, BlobFixture.header("a")));
    seen.forEach(blobs().store()::abort);
    blobs().assertHolds(written, blobs().key(1), bytes, "a");
  }

  @Test
  void streamThatFailsLeavesNothingUnfinished() {
    InputStream content = Samples.failingAfter(Samples.bytes(2 * Samples.PART));
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                blobs().store().createFromStream(blobs().key(1), content, BlobFixture.header("a")));
    assertThat(unfinished()).isEmpty();
  }

  private List<UnfinishedWrite> unfinished() {
    try (Stream<UnfinishedWrite> writes = blobs().store().unfinishedWrites(blobs().artifact())) {
      return writes.toList();
    }
  }

  /** Returns a stream that runs something once this many bytes have been read. */
  private static InputStream whenRead(byte[] bytes, int position, Runnable happening) {
    return new ByteArrayInputStream(bytes) {
      private boolean happened;

      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        if (pos >= position && !happened) {
          happened = true;
          happening.run();
        }
        return super.read(buffer, offset, Math.min(length, 65_536));
      }

      @Override
      public synchronized byte[] readAllBytes() {
        happened = true;
        happening.run();
        return super.readAllBytes();
      }
    };
  }
}
