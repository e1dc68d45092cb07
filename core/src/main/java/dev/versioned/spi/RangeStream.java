package dev.versioned.spi;

import dev.versioned.internal.WrappedStream;
import java.io.IOException;
import java.io.InputStream;

/** A range of a longer stream; the bytes before it are skipped at the first read. */
final class RangeStream extends WrappedStream {
  private long before;
  private long remaining;

  private RangeStream(InputStream in, long offset, long sizeBytes) {
    super(in);
    this.before = offset;
    this.remaining = sizeBytes;
  }

  static InputStream of(InputStream in, long offset, long sizeBytes) {
    return new RangeStream(in, offset, sizeBytes);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    in.skipNBytes(before);
    before = 0;
    if (remaining == 0) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, remaining));
    remaining -= Math.max(0, read);
    return read;
  }

  @Override
  public int available() {
    return 0;
  }
}
