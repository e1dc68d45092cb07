package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.BlobFixture.header;
import static dev.versioned.testkit.contract.BlobFixture.occupied;
import static dev.versioned.testkit.contract.BlobFixture.written;
import static dev.versioned.testkit.contract.Samples.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.UnfinishedWrite;
import dev.versioned.spi.WriteResult;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** {@link dev.versioned.spi.BlobStore#resume}, and how a {@link BlobUpload} ends. */
abstract class BlobResuming {
  abstract BlobFixture blobs();

  private BlobUpload resume(BlobKey key, byte[] bytes, String attemptId) {
    return blobs().store().resume(key, header(attemptId), bytes.length);
  }

  private void resumeAndBreakOff(BlobKey key, byte[] bytes, String attemptId) {
    try (BlobUpload upload = resume(key, bytes, attemptId)) {
      ByteSource.of(bytes).parts().forEach(upload::put);
      upload.keep();
    }
    assertThat(blobs().store().find(key)).isEmpty();
  }

  /** The result of an upload, the parts already stored, and the parts opened. */
  private record Resumed(WriteResult result, Set<Integer> stored, Set<Integer> opened) {}

  private Resumed resumeToItsEnd(BlobKey key, byte[] bytes, String attemptId) {
    Set<Integer> stored = new TreeSet<>();
    Set<Integer> opened = ConcurrentHashMap.newKeySet();
    List<BlobSource> parts =
        ByteSource.of(bytes)
            .opening(
                part -> {
                  opened.add(part.index());
                  return ByteSource.slice(bytes, part);
                })
            .parts();
    try (BlobUpload upload = resume(key, bytes, attemptId)) {
      for (int index = 0; index < parts.size(); index++) {
        if (!upload.put(parts.get(index))) {
          stored.add(index);
        }
      }
      return new Resumed(upload.complete(), stored, opened);
    }
  }

  @Test
  void interruptedWriteIsFinishedByTheNextCall() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(2 * PART + 12_345);
    resumeAndBreakOff(key, bytes, "attempt-1");
    boolean kept =
        blobs()
            .store()
            .unfinishedWrites(blobs().artifact())
            .map(UnfinishedWrite::key)
            .anyMatch(key::equals);
    Resumed again = resumeToItsEnd(key, bytes, "attempt-1");
    blobs().assertHolds(written(again.result()), key, bytes, "attempt-1");
    blobs().assertNothingUnfinishedAt(key);
    assertThat(again.stored()).as("parts that need not be sent again").hasSize(kept ? 3 : 0);
  }

  @Test
  void differentPartsAreSentAgain() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(2 * PART + 12_345);
    resumeAndBreakOff(key, bytes, "attempt-1");
    byte[] other = bytes.clone();
    other[PART + 7] ^= 1;
    Resumed again = resumeToItsEnd(key, other, "attempt-1");
    blobs().assertHolds(written(again.result()), key, other, "attempt-1");
    assertThat(again.stored()).doesNotContain(1);
    assertThat(again.opened()).contains(1);
  }

  @Test
  void whatAnotherAttemptLeftIsNotGoneOnWith() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(PART + 12_345);
    resumeAndBreakOff(key, bytes, "attempt-1");
    Resumed again = resumeToItsEnd(key, bytes, "attempt-2");
    blobs().assertHolds(written(again.result()), key, bytes, "attempt-2");
    assertThat(again.stored()).isEmpty();
  }

  @Test
  void resumedWriteKeepsAnExistingBlob() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(PART + 1);
    resumeAndBreakOff(key, bytes, "mine");
    BlobInfo first = blobs().create(key, Samples.bytes(10), "first");
    BlobInfo there = occupied(resumeToItsEnd(key, bytes, "mine").result());
    assertThat(there.etag()).isEqualTo(first.etag());
    assertThat(there.attemptId()).isEqualTo("first");
  }

  @Test
  void writeThatIsGivenUpLeavesNothing() {
    byte[] bytes = Samples.bytes(PART + 1);
    for (boolean resume : new boolean[] {false, true}) {
      BlobKey key = blobs().key(resume ? 1 : 2);
      try (BlobUpload upload =
          resume
              ? resume(key, bytes, "attempt-1")
              : blobs().store().begin(key, header("attempt-1"), bytes.length)) {
        ByteSource.of(bytes).parts().forEach(upload::put);
      }
      blobs().assertNothingAt(key);
    }
  }

  @Test
  void uploadIsCompletedOnceAndWithAllItsParts() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(PART + 1);
    List<BlobSource> parts = ByteSource.of(bytes).parts();
    try (BlobUpload upload = blobs().store().begin(key, header("attempt-1"), bytes.length)) {
      upload.put(parts.get(0));
      assertThatThrownBy(upload::complete)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not as long");
      upload.put(parts.get(1));
      BlobInfo blob = written(upload.complete());
      blobs().assertHolds(blob, key, bytes, "attempt-1");
      assertThatThrownBy(upload::complete).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> upload.put(parts.get(0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has ended");
    }
    blobs().assertBytes(key, bytes);
  }
}
