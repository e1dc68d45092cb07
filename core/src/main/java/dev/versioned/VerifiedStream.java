package dev.versioned;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Bytes that must have a digest: if they do not, the end of the stream is never reported. */
final class VerifiedStream extends FilterInputStream {
  private final MessageDigest sha256 = Digest.newSha256();
  private final Digest expected;
  private final String what;

  VerifiedStream(InputStream in, Digest expected, String what) {
    super(in);
    this.expected = expected;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read < 0) {
      verify();
    } else {
      sha256.update((byte) read);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    // Some streams tell their end even when asked for nothing; it is not reached before one asks.
    int read = length == 0 ? 0 : super.read(buffer, offset, length);
    if (read < 0) {
      verify();
    } else {
      sha256.update(buffer, offset, read);
    }
    return read;
  }

  private void verify() {
    // The digest resets at each call; a clone lets the end be read again.
    Digest actual;
    try {
      actual = Digest.ofSha256(((MessageDigest) sha256.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this JDK's SHA-256 cannot be cloned", e);
    }
    if (!actual.equals(expected)) {
      throw corrupt(what, expected, actual);
    }
  }

  static CorruptContentException corrupt(String what, Digest expected, Digest actual) {
    return new CorruptContentException(
        "Cannot "
            + what
            + ": the bytes have digest "
            + actual
            + ", not "
            + expected
            + " as recorded; run fsck",
        expected,
        actual,
        null);
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(count, 8192))];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public synchronized void mark(int limit) {
    // Nothing: what was read has been digested.
  }

  @Override
  public synchronized void reset() throws IOException {
    throw new IOException("mark and reset are not supported");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
