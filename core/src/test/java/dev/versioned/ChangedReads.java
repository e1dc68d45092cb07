package dev.versioned;

import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ForwardingBlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A store whose reads a test can replace, and which counts the bytes that are read. */
public final class ChangedReads {
  private final BlobStore store;
  private long taken;
  private long opened;

  private ChangedReads(BlobStore store) {
    this.store = store;
  }

  /**
   * Answers a read of all bytes or of a range; a read of all bytes has offset 0 and the length
   * {@link Long#MAX_VALUE}.
   */
  @FunctionalInterface
  public interface Answer {
    Optional<InputStream> read(BlobStore store, BlobKey key, long offset, long sizeBytes);
  }

  /** Answers as the store does. */
  public static ChangedReads of(BlobStore store) {
    return new ChangedReads(store);
  }

  public BlobStore honest() {
    return answering(
        (there, key, offset, size) ->
            there
                .open(key)
                .map(
                    in -> {
                      try {
                        in.skipNBytes(offset);
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                      return in;
                    }));
  }

  public BlobStore answering(Answer answer) {
    return new ForwardingBlobStore(store) {
      @Override
      public Optional<InputStream> open(BlobKey key) {
        return answered(key, 0, Long.MAX_VALUE);
      }

      @Override
      public Optional<InputStream> openRange(BlobInfo blob, long offset, long sizeBytes) {
        return answered(blob.key(), offset, sizeBytes);
      }

      private Optional<InputStream> answered(BlobKey key, long offset, long sizeBytes) {
        opened++;
        return answer.read(store, key, offset, sizeBytes).map(ChangedReads.this::counted);
      }
    };
  }

  private InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(read);
        return read;
      }
    };
  }

  private synchronized void count(long bytes) {
    taken += Math.max(0, bytes);
  }

  /** Returns how many bytes were read in total. */
  public synchronized long taken() {
    return taken;
  }

  /** Returns how many reads were started. */
  public long opened() {
    return opened;
  }
}
