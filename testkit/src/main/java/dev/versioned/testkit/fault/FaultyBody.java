package dev.versioned.testkit.fault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.function.BooleanSupplier;

/** A body that breaks off, or whose first bit is flipped. */
final class FaultyBody extends FilterInputStream {
  private final BooleanSupplier breaks;
  private final long breaksAt;
  private boolean corrupts;
  private long position;

  private FaultyBody(InputStream body, long breaksAt, BooleanSupplier breaks, boolean corrupts) {
    super(body);
    this.breaksAt = breaksAt;
    this.breaks = breaks;
    this.corrupts = corrupts;
  }

  /** Returns a body that breaks at a position, if {@code breaks} is true when it is reached. */
  static InputStream breaking(InputStream body, long breaksAt, BooleanSupplier breaks) {
    return new FaultyBody(body, breaksAt, breaks, false);
  }

  /**
   * Returns a body that breaks after half of the available bytes, or at once if that is not known.
   */
  static InputStream breaking(InputStream body) {
    int available;
    try {
      available = body.available();
    } catch (IOException e) {
      available = 0;
    }
    return breaking(body, available / 2, () -> true);
  }

  /** Returns a body with one bit flipped. */
  static InputStream corrupt(InputStream body) {
    return new FaultyBody(body, Long.MAX_VALUE, () -> false, true);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position == breaksAt && length > 0 && breaks.getAsBoolean()) {
      throw new SocketException("Connection reset");
    }
    long untilBreak = breaksAt - position;
    int read =
        super.read(buffer, offset, untilBreak > 0 ? (int) Math.min(length, untilBreak) : length);
    if (read > 0) {
      position += read;
      if (corrupts) {
        buffer[offset] ^= 1;
        corrupts = false;
      }
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(count, 8192))];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
