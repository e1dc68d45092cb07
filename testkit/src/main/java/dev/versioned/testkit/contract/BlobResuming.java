package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.BlobFixture.header;
import static dev.versioned.testkit.contract.BlobFixture.occupied;
import static dev.versioned.testkit.contract.BlobFixture.written;
import static dev.versioned.testkit.contract.Samples.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.UnfinishedWrite;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** {@link dev.versioned.spi.BlobStore#resume}, and {@link BlobSource#beforeCompletion}. */
abstract class BlobResuming {
  abstract BlobFixture blobs();

  /** A source that notes what is asked of it, and may fail when all is sent. */
  private static final class Watched implements BlobSource {
    private final ByteSource source;
    private final Runnable beforeCompletion;
    private final Set<Integer> opened = ConcurrentHashMap.newKeySet();
    private final Set<Integer> stored = ConcurrentHashMap.newKeySet();

    Watched(byte[] bytes, Runnable beforeCompletion) {
      this.source = ByteSource.of(bytes);
      this.beforeCompletion = beforeCompletion;
    }

    @Override
    public long sizeBytes() {
      return source.sizeBytes();
    }

    @Override
    public Digest digest() {
      return source.digest();
    }

    @Override
    public List<Part> parts() {
      return source.parts();
    }

    @Override
    public InputStream open(Part part) throws IOException {
      opened.add(part.index());
      return source.open(part);
    }

    @Override
    public void alreadyStored(Part part) {
      stored.add(part.index());
    }

    @Override
    public void beforeCompletion() {
      beforeCompletion.run();
    }
  }

  private static void breakOff() {
    throw BackendException.passing("Cannot write: the network is gone", null);
  }

  private static void withdraw() {
    throw new CancellationException("not needed");
  }

  private void resumeAndBreakOff(BlobKey key, byte[] bytes, String attemptId) {
    Watched source = new Watched(bytes, BlobResuming::breakOff);
    assertThatThrownBy(() -> blobs().store().resume(key, source, header(attemptId)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("the network is gone");
    assertThat(blobs().store().find(key)).isEmpty();
  }

  @Test
  void writeThatBrokeOffIsFinishedByTheNextCall() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(2 * PART + 12_345);
    resumeAndBreakOff(key, bytes, "attempt-1");
    boolean kept =
        blobs()
            .store()
            .unfinishedWrites(blobs().artifact())
            .map(UnfinishedWrite::key)
            .anyMatch(key::equals);
    Watched again = new Watched(bytes, () -> {});
    BlobInfo blob = written(blobs().store().resume(key, again, header("attempt-1")));
    blobs().assertHolds(blob, key, bytes, "attempt-1");
    blobs().assertNothingUnfinishedAt(key);
    assertThat(again.stored).as("parts that need not be sent again").hasSize(kept ? 3 : 0);
  }

  @Test
  void partsThatDifferAreSentAnew() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(2 * PART + 12_345);
    resumeAndBreakOff(key, bytes, "attempt-1");
    byte[] other = bytes.clone();
    other[PART + 7] ^= 1;
    Watched again = new Watched(other, () -> {});
    BlobInfo blob = written(blobs().store().resume(key, again, header("attempt-1")));
    blobs().assertHolds(blob, key, other, "attempt-1");
    assertThat(again.stored).doesNotContain(1);
    assertThat(again.opened).contains(1);
  }

  @Test
  void whatAnotherAttemptLeftIsNotGoneOnWith() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(PART + 12_345);
    resumeAndBreakOff(key, bytes, "attempt-1");
    Watched again = new Watched(bytes, () -> {});
    BlobInfo blob = written(blobs().store().resume(key, again, header("attempt-2")));
    blobs().assertHolds(blob, key, bytes, "attempt-2");
    assertThat(again.stored).isEmpty();
  }

  @Test
  void resumedWriteKeepsWhatIsThere() {
    BlobKey key = blobs().key(1);
    byte[] bytes = Samples.bytes(PART + 1);
    resumeAndBreakOff(key, bytes, "mine");
    BlobInfo first = blobs().create(key, Samples.bytes(10), "first");
    BlobInfo there = occupied(blobs().store().resume(key, ByteSource.of(bytes), header("mine")));
    assertThat(there.etag()).isEqualTo(first.etag());
    assertThat(there.attemptId()).isEqualTo("first");
  }

  @Test
  void writeThatIsWithdrawnLeavesNothing() {
    for (int size : new int[] {10, PART + 1}) {
      BlobKey key = blobs().key(size);
      for (boolean resume : new boolean[] {false, true}) {
        Watched source = new Watched(Samples.bytes(size), BlobResuming::withdraw);
        assertThatThrownBy(
                () -> {
                  if (resume) {
                    blobs().store().resume(key, source, header("attempt-1"));
                  } else {
                    blobs().store().create(key, source, header("attempt-1"));
                  }
                })
            .isInstanceOf(CancellationException.class);
        blobs().assertNothingAt(key);
      }
    }
  }
}
