package dev.versioned.testkit.fault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;

/** A body that breaks off after half of its bytes, or arrives with its first bit flipped. */
final class FaultyBody extends FilterInputStream {
  private final Fault fault;
  private final long breaksAt;
  private long position;

  private FaultyBody(InputStream body, Fault fault, long breaksAt) {
    super(body);
    this.fault = fault;
    this.breaksAt = breaksAt;
  }

  static InputStream of(InputStream body, Fault fault) {
    int available;
    try {
      available = body.available();
    } catch (IOException e) {
      available = 0;
    }
    return new FaultyBody(body, fault, available / 2);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int wanted = length;
    if (fault == Fault.BREAK_BODY) {
      if (position >= breaksAt && length > 0) {
        throw new SocketException("Connection reset");
      }
      wanted = (int) Math.min(length, breaksAt - position);
    }
    int read = super.read(buffer, offset, wanted);
    if (read > 0 && position == 0 && fault == Fault.CORRUPT_BODY) {
      buffer[offset] ^= 1;
    }
    position += Math.max(0, read);
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
