package dev.versioned.spi;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A range of a longer stream; what is before it is skipped when it is first read. */
final class RangeStream extends FilterInputStream {
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
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(count, 8192))];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
