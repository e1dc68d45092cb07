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
import dev.versioned.model.UnreadableContentException;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link dev.versioned.spi.BlobStore#create}, and {@link dev.versioned.spi.BlobStore#begin} for
 * longer content.
 */
abstract class BlobCreating {
  abstract BlobFixture blobs();

  @TestFactory
  Stream<DynamicTest> bytesOfAnySizeAreThereAsTheyWere() {
    return Stream.of(0, 1, 5 * MIB, PART, PART + 1, 2 * PART, 2 * PART + 12_345)
        .map(
            size ->
                dynamicTest(
                    size + " bytes",
                    () -> {
                      BlobKey key = blobs().key(size + 1);
                      byte[] bytes = Samples.bytes(size);
                      BlobInfo blob = blobs().create(key, bytes, "attempt-1");
                      blobs().assertHolds(blob, key, bytes, "attempt-1");
                    }));
  }

  @Test
  void timeOfWritingIsTheStores() {
    blobs().create(blobs().key(1), Samples.bytes(10), "attempt-1");
    Instant time = blobs().store().find(blobs().key(1)).orElseThrow().lastModified();
    // The store's clock may differ from this machine's, but not by a time zone.
    assertThat(time).isCloseTo(Instant.now(), Assertions.within(Duration.ofMinutes(30)));
  }

  @TestFactory
  Stream<DynamicTest> occupiedKeyKeepsItsBlobAndReturnsItsOwner() {
    return Stream.of(0, 10, PART + 1)
        .flatMap(first -> Stream.of(0, 10, PART + 1).map(second -> new int[] {first, second}))
        .map(
            sizes ->
                dynamicTest(
                    sizes[1] + " bytes on top of " + sizes[0],
                    () -> {
                      BlobKey key = blobs().key(1_000_000_000L + sizes[0] + 7L * sizes[1]);
                      byte[] bytes = Samples.bytes(sizes[0]);
                      BlobInfo blob = blobs().create(key, bytes, "first");
                      BlobInfo there =
                          occupied(
                              ByteSource.of(Samples.bytes(sizes[1]))
                                  .writeTo(blobs().store(), key, header("second")));
                      assertThat(there.attemptId()).isEqualTo("first");
                      assertThat(there.etag()).isEqualTo(blob.etag());
                      assertThat(there.sizeBytes()).isEqualTo(sizes[0]);
                      blobs().assertHolds(blob, key, bytes, "first");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> sameCallAgainFindsItsOwnBlob() {
    return Stream.of(10, PART + 1)
        .map(
            size ->
                dynamicTest(
                    size + " bytes",
                    () -> {
                      BlobKey key = blobs().key(size);
                      byte[] bytes = Samples.bytes(size);
                      blobs().create(key, bytes, "mine");
                      BlobInfo there =
                          occupied(
                              ByteSource.of(bytes).writeTo(blobs().store(), key, header("mine")));
                      assertThat(there.attemptId()).isEqualTo("mine");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> headerOfAnyTextDoesNoHarm() {
    return Stream.of(
            new BlobHeader("application/octet-stream", "", "attempt-1"),
            new BlobHeader("text/plain; charset=utf-8", "checkout-1.0.jar", "attempt-1"),
            new BlobHeader("a/b;c=\"d e\"", Samples.UNICODE, "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            new BlobHeader("a/b", "日".repeat(255), "attempt-1"),
            new BlobHeader("a/b", "\"; filename=x; \"%00%0d%0a", "attempt-1"))
        .map(
            header ->
                dynamicTest(
                    header.contentType() + ", " + header.fileName(),
                    () -> {
                      BlobKey small = BlobKey.ofUpload(blobs().artifact(), Samples.id(), "");
                      byte[] bytes = Samples.bytes(100);
                      BlobInfo blob =
                          written(ByteSource.of(bytes).writeTo(blobs().store(), small, header));
                      blobs().assertHolds(blob, small, bytes, header.attemptId());

                      BlobKey large = BlobKey.ofUpload(blobs().artifact(), Samples.id(), "");
                      byte[] parts = Samples.bytes(5 * MIB + 1);
                      blob =
                          written(
                              ByteSource.inParts(parts, 5 * MIB)
                                  .writeTo(blobs().store(), large, header));
                      blobs().assertHolds(blob, large, parts, header.attemptId());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> contentThatChangedSinceItWasHashedIsRefused() {
    return Stream.of(
        refused("one byte differs", 1000, BlobCreating::lastByteDiffers),
        refused("one byte of the last part differs", PART + 1000, BlobCreating::lastByteDiffers),
        refused("one byte of the first part differs", PART + 1000, BlobCreating::firstByteDiffers));
  }

  @TestFactory
  Stream<DynamicTest> contentThatCannotBeReadIsRefused() {
    return Stream.of(
        refused("it cannot be opened", 1000, BlobCreating::cannotBeOpened),
        refused("its last part cannot be opened", PART + 1000, BlobCreating::cannotBeOpened),
        refused("it fails half-way", 1000, BlobCreating::failsHalfWay),
        refused("its last part fails half-way", PART + 1000, BlobCreating::failsHalfWay),
        refused("its first part fails after 8 MiB", PART + 1000, BlobCreating::firstPartFails));
  }

  private interface Damage {
    ByteSource to(byte[] bytes);
  }

  private DynamicTest refused(String name, int size, Damage damage) {
    return dynamicTest(
        name + " (" + size + " bytes)",
        () -> {
          BlobKey key = BlobKey.ofUpload(blobs().artifact(), Samples.id(), "");
          byte[] bytes = Samples.bytes(size);
          ByteSource damaged = damage.to(bytes);
          assertThatThrownBy(() -> damaged.writeTo(blobs().store(), key, header("damaged")))
              .isInstanceOf(UnreadableContentException.class)
              .hasMessageStartingWith("Cannot ");
          blobs().assertNothingAt(key);
          blobs().assertHolds(blobs().create(key, bytes, "whole"), key, bytes, "whole");
        });
  }

  private static ByteSource lastByteDiffers(byte[] bytes) {
    byte[] other = bytes.clone();
    other[other.length - 1] ^= 1;
    return ByteSource.of(bytes).givingInstead(other);
  }

  private static ByteSource firstByteDiffers(byte[] bytes) {
    byte[] other = bytes.clone();
    other[0] ^= 1;
    return ByteSource.of(bytes).givingInstead(other);
  }

  private static ByteSource cannotBeOpened(byte[] bytes) {
    ByteSource source = ByteSource.of(bytes);
    return source.opening(
        part -> {
          if (source.isLast(part)) {
            throw new IOException("it is gone");
          }
          return ByteSource.slice(bytes, part);
        });
  }

  private static ByteSource failsHalfWay(byte[] bytes) {
    ByteSource source = ByteSource.of(bytes);
    return source.opening(
        part ->
            source.isLast(part)
                ? Samples.failingAfter(new byte[part.sizeBytes() / 2])
                : ByteSource.slice(bytes, part));
  }

  private static ByteSource firstPartFails(byte[] bytes) {
    return ByteSource.of(bytes)
        .opening(
            part ->
                part.index() == 0
                    ? Samples.failingAfter(Samples.bytes(8 * MIB))
                    : ByteSource.slice(bytes, part));
  }

  @Test
  void streamsOfAPartAreClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    byte[] bytes = Samples.bytes(1000);
    ByteSource source =
        ByteSource.of(bytes)
            .opening(
                part ->
                    new java.io.FilterInputStream(ByteSource.slice(bytes, part)) {
                      @Override
                      public void close() throws IOException {
                        closed.set(true);
                        super.close();
                      }
                    });
    written(source.writeTo(blobs().store(), blobs().key(1), header("attempt-1")));
    assertThat(closed).isTrue();
  }
}
