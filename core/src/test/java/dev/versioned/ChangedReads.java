package dev.versioned;

import dev.versioned.model.BlobKey;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
    return (BlobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("open")) {
                opened++;
                return answer
                    .read(store, (BlobKey) arguments[0], 0, Long.MAX_VALUE)
                    .map(this::counted);
              } else if (method.getName().equals("openRange")) {
                opened++;
                BlobInfo blob = (BlobInfo) arguments[0];
                return answer
                    .read(store, blob.key(), (long) arguments[1], (long) arguments[2])
                    .map(this::counted);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
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
