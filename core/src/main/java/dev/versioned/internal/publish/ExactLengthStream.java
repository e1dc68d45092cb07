package dev.versioned.internal.publish;

import dev.versioned.internal.WrappedStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Exactly a given number of bytes of a stream. If the stream ends earlier, its content has changed,
 * and the read fails.
 */
final class ExactLengthStream extends WrappedStream {
  private long remaining;

  ExactLengthStream(InputStream in, long length) {
    super(in);
    this.remaining = length;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, remaining));
    if (read == 0) {
      // A read of 0 bytes breaks the contract of InputStream, and readers would take it for the
      // end.
      read = readOne(buffer, offset);
    }
    if (read < 0) {
      throw new IOException("the content changed: it ends " + remaining + " bytes early");
    }
    remaining -= read;
    return read;
  }

  /** Waits for one byte, because a read must not return none. */
  private int readOne(byte[] buffer, int offset) throws IOException {
    int one = in.read();
    buffer[offset] = (byte) one;
    return one < 0 ? -1 : 1;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), remaining);
  }
}
