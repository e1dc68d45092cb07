package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.BlobFixture.header;
import static dev.versioned.testkit.contract.BlobFixture.occupied;
import static dev.versioned.testkit.contract.BlobFixture.written;
import static dev.versioned.testkit.contract.Samples.MIB;
import static dev.versioned.testkit.contract.Samples.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.versioned.model.BlobKey;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobInfo;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@link dev.versioned.spi.BlobStore#createFromStream}. */
abstract class BlobStreaming {
  abstract BlobFixture blobs();

  private BlobKey key() {
    return BlobKey.ofUpload(blobs().artifact(), Samples.id(), "");
  }

  @TestFactory
  Stream<DynamicTest> streamOfAnyLengthIsStoredUnchanged() {
    return Stream.of(0, 1, PART - 1, PART, PART + 1, 40 * MIB)
        .map(
            size ->
                dynamicTest(
                    size + " bytes",
                    () -> {
                      BlobKey key = key();
                      byte[] bytes = Samples.bytes(size);
                      BlobInfo blob =
                          written(
                              blobs()
                                  .store()
                                  .createFromStream(
                                      key, Samples.slowly(bytes), header("attempt-1")));
                      blobs().assertHolds(blob, key, bytes, "attempt-1");
                    }));
  }

  @Test
  void streamIsNotClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream content =
        new ByteArrayInputStream(Samples.bytes(1000)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    written(blobs().store().createFromStream(key(), content, header("attempt-1")));
    assertThat(closed).isFalse();
  }

  @TestFactory
  Stream<DynamicTest> occupiedKeyKeepsItsBlobAndReturnsItsOwner() {
    return Stream.of(0, 10, PART + 1)
        .map(
            size ->
                dynamicTest(
                    size + " bytes on top",
                    () -> {
                      BlobKey key = key();
                      byte[] bytes = Samples.bytes(100);
                      BlobInfo blob = blobs().create(key, bytes, "first");
                      BlobInfo there =
                          occupied(
                              blobs()
                                  .store()
                                  .createFromStream(
                                      key,
                                      new ByteArrayInputStream(Samples.bytes(size)),
                                      header("second")));
                      assertThat(there.attemptId()).isEqualTo("first");
                      assertThat(there.etag()).isEqualTo(blob.etag());
                      blobs().assertHolds(blob, key, bytes, "first");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> failingStreamLeavesNothing() {
    return Stream.of(0, 1, MIB, PART, PART + MIB, 2 * PART + MIB)
        .map(
            size ->
                dynamicTest(
                    "after " + size + " bytes",
                    () -> {
                      BlobKey key = key();
                      InputStream failing = Samples.failingAfter(Samples.bytes(size));
                      assertThatThrownBy(
                              () ->
                                  blobs()
                                      .store()
                                      .createFromStream(key, failing, header("attempt-1")))
                          .isInstanceOf(UnreadableContentException.class)
                          .hasMessageStartingWith("Cannot ")
                          .hasRootCauseMessage("the line is dead");
                      blobs().assertNothingAt(key);
                      byte[] bytes = Samples.bytes(10);
                      blobs()
                          .assertHolds(
                              blobs().create(key, bytes, "attempt-2"), key, bytes, "attempt-2");
                    }));
  }

  /** The stream that the library verifies while copying ends like this if the bytes are wrong. */
  @TestFactory
  Stream<DynamicTest> corruptStreamFailsAndLeavesNothing() {
    return Stream.of(10, PART, 2 * PART + 1)
        .map(
            size ->
                dynamicTest(
                    "after " + size + " bytes",
                    () -> {
                      BlobKey key = key();
                      InputStream corrupt =
                          new SequenceInputStream(
                              new ByteArrayInputStream(Samples.bytes(size)), new CorruptEnd());
                      assertThatThrownBy(
                              () ->
                                  blobs()
                                      .store()
                                      .createFromStream(key, corrupt, header("attempt-1")))
                          .isInstanceOf(CorruptContentException.class);
                      blobs().assertNothingAt(key);
                    }));
  }

  private static final class CorruptEnd extends InputStream {
    @Override
    public int read() {
      Digest expected = Digest.of(new byte[0]);
      throw new CorruptContentException("Cannot copy: corrupt", expected, expected, null);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return read();
    }
  }
}
