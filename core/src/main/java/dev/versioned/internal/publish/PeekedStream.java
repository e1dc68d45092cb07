package dev.versioned.internal.publish;

import dev.versioned.internal.WrappedStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose start was read in advance to see whether the stream ends there. The buffered start
 * is released once it has been read again, so that it takes no memory while the rest is read.
 */
final class PeekedStream extends WrappedStream {
  private final boolean whole;
  private byte @Nullable [] start;
  private int at;

  private PeekedStream(byte[] start, boolean whole, InputStream rest) {
    super(rest);
    this.start = start;
    this.whole = whole;
  }

  /** Reads the start of a stream, up to a length. */
  static PeekedStream of(InputStream stream, int length) throws IOException {
    byte[] start = stream.readNBytes(length);
    return new PeekedStream(start, start.length < length, stream);
  }

  /** Returns whether the stream ended before the length was reached. */
  boolean isWhole() {
    return whole;
  }

  /** Returns the start, if nothing of it has been read yet. */
  byte[] start() {
    byte[] all = start;
    return all == null ? new byte[0] : all;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    byte[] left = start;
    if (left == null) {
      return in.read(buffer, offset, length);
    }
    int count = Math.min(length, left.length - at);
    System.arraycopy(left, at, buffer, offset, count);
    advance(left, count);
    return count;
  }

  private void advance(byte[] left, int count) {
    at += count;
    if (at == left.length) {
      start = null;
    }
  }

  @Override
  public int available() throws IOException {
    return start == null ? super.available() : start.length - at;
  }
}
