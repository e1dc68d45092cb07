package dev.versioned.internal.publish;

import dev.versioned.internal.WrappedStream;
import java.io.IOException;
import java.io.InputStream;

/** Exactly so many bytes of a stream; one that ends before has changed, and fails. */
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
      // Against the rules of InputStream; and those who read take it for the end.
      read = readOne(buffer, offset);
    }
    if (read < 0) {
      throw new IOException("the content changed: it ends " + remaining + " bytes early");
    }
    remaining -= read;
    return read;
  }

  /** Waits for a byte: this cannot answer with none. */
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
