package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.BlobFixture.header;
import static dev.versioned.testkit.contract.BlobFixture.written;
import static dev.versioned.testkit.contract.Samples.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.WriteResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link dev.versioned.spi.BlobStore#copy}. A store may answer {@code CopyUnsupported} to any copy
 * that it would otherwise make; the tests of such copies are then skipped.
 */
abstract class BlobCopying {
  abstract BlobFixture blobs();

  /** Copies; skips the test if the store leaves copies to its caller. */
  private WriteResult copy(BlobInfo source, BlobKey target, String attemptId) {
    BlobHeader header = new BlobHeader("text/plain", Samples.UNICODE, attemptId);
    WriteResult result = blobs().store().copy(source, target, header);
    if (result instanceof WriteResult.CopyUnsupported) {
      assertThat(blobs().store().find(target).map(BlobInfo::attemptId)).isNotEqualTo(attemptId);
    }
    assumeFalse(
        result instanceof WriteResult.CopyUnsupported, "this store does not copy: CopyUnsupported");
    return result;
  }

  @TestFactory
  Stream<DynamicTest> copyHasTheBytesOfItsSourceAndItsOwnHeader() {
    return Stream.of(0, 1000, PART + 1)
        .map(
            size ->
                dynamicTest(
                    size + " bytes",
                    () -> {
                      BlobKey from = BlobKey.ofUpload(blobs().artifact(), Samples.id(), "");
                      byte[] bytes = Samples.bytes(size);
                      BlobInfo source = blobs().create(from, bytes, "upload");
                      BlobKey to = blobs().key(size + 1);
                      BlobInfo copied = written(copy(source, to, "copy"));
                      blobs().assertHolds(copied, to, bytes, "copy");
                      blobs().assertHolds(source, from, bytes, "upload");
                    }));
  }

  @Test
  void streamedBlobCanBeCopied() {
    BlobKey from = BlobKey.ofUpload(blobs().artifact(), Samples.id(), "");
    byte[] bytes = Samples.bytes(PART + 1);
    BlobInfo source =
        written(blobs().store().createFromStream(from, Samples.slowly(bytes), header("upload")));
    BlobInfo copied = written(copy(source, blobs().key(1), "copy"));
    blobs().assertHolds(copied, blobs().key(1), bytes, "copy");
  }

  @Test
  void foundBlobCanBeCopied() {
    byte[] bytes = Samples.bytes(1000);
    blobs().create(blobs().key(1), bytes, "first");
    BlobInfo source = blobs().store().find(blobs().key(1)).orElseThrow();
    BlobInfo copied = written(copy(source, blobs().key(2), "copy"));
    blobs().assertHolds(copied, blobs().key(2), bytes, "copy");
  }

  @Test
  void copyOutlivesItsSource() {
    byte[] bytes = Samples.bytes(1000);
    BlobInfo source = blobs().create(blobs().key(1), bytes, "first");
    written(copy(source, blobs().key(2), "copy"));
    blobs().store().delete(blobs().key(1));
    blobs().assertBytes(blobs().key(2), bytes);
  }

  @Test
  void sourceThatIsGoneIsNotCopied() {
    BlobInfo source = blobs().create(blobs().key(1), Samples.bytes(1000), "first");
    blobs().store().delete(blobs().key(1));
    assertThat(copy(source, blobs().key(2), "copy")).isInstanceOf(WriteResult.SourceGone.class);
    blobs().assertNothingAt(blobs().key(2));
  }

  @Test
  void sourceThatWasReplacedIsNotCopied() {
    BlobInfo source = blobs().create(blobs().key(1), Samples.bytes(1000), "first");
    blobs().store().delete(blobs().key(1));
    blobs().create(blobs().key(1), Samples.bytes(1000), "other");
    assertThat(copy(source, blobs().key(2), "copy")).isInstanceOf(WriteResult.SourceGone.class);
    blobs().assertNothingAt(blobs().key(2));
  }

  @Test
  void largeSourceThatWasReplacedIsNotCopied() {
    BlobInfo source = blobs().create(blobs().key(1), Samples.bytes(PART + 1), "first");
    blobs().store().delete(blobs().key(1));
    blobs().create(blobs().key(1), Samples.bytes(PART + 1), "other");
    assertThat(copy(source, blobs().key(2), "copy")).isInstanceOf(WriteResult.SourceGone.class);
    blobs().assertNothingAt(blobs().key(2));
  }

  @Test
  void occupiedTargetKeepsItsBlobAndReturnsItsOwner() {
    blobs().skipIf(BlobStoreDeviation.COPY_OVERWRITES);
    BlobInfo source = blobs().create(blobs().key(1), Samples.bytes(1000), "first");
    byte[] bytes = Samples.bytes(500);
    BlobInfo target = blobs().create(blobs().key(2), bytes, "second");
    BlobInfo there = BlobFixture.occupied(copy(source, blobs().key(2), "copy"));
    assertThat(there.attemptId()).isEqualTo("second");
    blobs().assertHolds(target, blobs().key(2), bytes, "second");
  }

  @Test
  void sameCopyAgainFindsItself() {
    blobs().skipIf(BlobStoreDeviation.COPY_OVERWRITES);
    BlobInfo source = blobs().create(blobs().key(1), Samples.bytes(1000), "first");
    written(copy(source, blobs().key(2), "copy"));
    BlobInfo there = BlobFixture.occupied(copy(source, blobs().key(2), "copy"));
    assertThat(there.attemptId()).isEqualTo("copy");
  }

  @Test
  void ofCopiesToOneTargetAtOnceOneIsWritten() {
    blobs().skipIf(BlobStoreDeviation.COPY_OVERWRITES);
    byte[][] bytes = Stream.generate(() -> Samples.bytes(1000)).limit(8).toArray(byte[][]::new);
    List<BlobInfo> sources =
        Race.run(8, i -> blobs().create(blobs().key(100 + i), bytes[i], "source-" + i));
    for (int round = 1; round <= 10; round++) {
      BlobKey target = blobs().key(round);
      List<WriteResult> results = Race.run(8, i -> copy(sources.get(i), target, "copy-" + i));
      BlobRaces.assertOneWon(blobs(), target, results, bytes, "copy-");
    }
  }
}
