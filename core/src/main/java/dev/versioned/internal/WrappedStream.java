package dev.versioned.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream over another that looks at every byte: all reading goes through the one method that
 * reads many, what is skipped is read, and nothing is read twice.
 */
public abstract class WrappedStream extends FilterInputStream {
  private static final int MOST_SKIPPED = 8192;

  /** Wraps a stream. */
  protected WrappedStream(InputStream in) {
    super(in);
  }

  @Override
  public abstract int read(byte[] buffer, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    int read;
    do {
      read = read(one, 0, 1);
    } while (read == 0); // against the rules of InputStream, but there are such
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(count, MOST_SKIPPED))];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public final synchronized void mark(int limit) {}

  @Override
  public final synchronized void reset() throws IOException {
    throw new IOException("mark and reset are not supported");
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
