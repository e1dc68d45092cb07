package dev.versioned.testkit.contract;

import dev.versioned.model.ArtifactName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names, bytes and times for tests. */
final class Samples {
  static final int MIB = 1 << 20;

  /** The library sends content up to this size in one request. */
  static final int PART = 16 * MIB;

  /**
   * Differs from the current time, so that a store's own clock cannot be mistaken for it; with
   * milliseconds.
   */
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /**
   * Text that survives only if it is stored unchanged: no encoding is undone, nothing is trimmed.
   */
  static final String UNICODE = " Größe ≠ 日本語 \"😀\" 'a,b;c=d%20e+f\\g' ";

  private static final int BLOCK = 4096;

  private static final AtomicLong SEED = new AtomicLong();

  private Samples() {}

  /** Returns an artifact name that no other test uses. */
  static ArtifactName artifactName() {
    return ArtifactName.parse("c" + id());
  }

  /** Returns an unused id. */
  static String id() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Returns bytes that differ from those of any other call but are the same in each run of the same
   * tests. Each block begins with its number, so that no two blocks are equal.
   */
  static byte[] bytes(int size) {
    byte[] block = new byte[BLOCK];
    new SplittableRandom(SEED.incrementAndGet()).nextBytes(block);
    byte[] bytes = new byte[size];
    ByteBuffer numbers = ByteBuffer.wrap(block);
    for (int offset = 0; offset < size; offset += BLOCK) {
      numbers.putInt(0, numbers.getInt(0) + 1);
      System.arraycopy(block, 0, bytes, offset, Math.min(BLOCK, size - offset));
    }
    return bytes;
  }

  /** Returns a stream that returns fewer bytes than requested, like network streams. */
  static InputStream slowly(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, 65_521));
      }
    };
  }

  /** Returns a stream that fails once its bytes have been read. */
  static InputStream failingAfter(byte[] bytes) {
    return new SequenceInputStream(new ByteArrayInputStream(bytes), new FailingStream());
  }

  private static final class FailingStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the line is dead");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }
}
