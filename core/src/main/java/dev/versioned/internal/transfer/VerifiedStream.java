package dev.versioned.internal.transfer;

import dev.versioned.internal.Sha256;
import dev.versioned.internal.WrappedStream;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Bytes that must have a digest and a size: otherwise the stream fails instead of ending. It reads
 * at most one byte more than that size from the store, and never returns that byte.
 */
public final class VerifiedStream extends WrappedStream {
  private final MessageDigest sha256 = Sha256.newDigest();
  private final Digest expected;
  private final long sizeBytes;
  private final String what;
  private final LeastRate rate;
  private long taken;

  /**
   * Wraps bytes that are not verified yet.
   *
   * @param expected the digest that was recorded
   * @param sizeBytes the size that was recorded
   * @param what names the operation in messages
   * @param rate how fast the bytes must arrive
   */
  public VerifiedStream(
      InputStream in, Digest expected, long sizeBytes, String what, LeastRate rate) {
    super(in);
    this.expected = expected;
    this.sizeBytes = sizeBytes;
    this.what = what;
    this.rate = rate;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    // Some streams return -1 for a length of 0; this one returns 0.
    if (length == 0) {
      return 0;
    } else if (taken >= sizeBytes) {
      expectEnd();
      return -1;
    }
    int read = take(buffer, offset, (int) Math.min(length, sizeBytes - taken));
    // rule: no-recorded-byte-is-missing
    if (read < 0) {
      throw corrupt(what, expected, digest(), taken + " bytes, not " + sizeBytes);
    }
    return read;
  }

  private void expectEnd() throws IOException {
    // rule: no-byte-follows-the-recorded-ones
    if (taken > sizeBytes || take(new byte[1], 0, 1) >= 0) {
      throw corrupt(what, expected, digest(), "more than " + sizeBytes + " bytes");
    }
    Digest actual = digest();
    // rule: bytes-have-the-recorded-digest
    if (!actual.equals(expected)) {
      throw corrupt(what, expected, actual);
    }
  }

  private int take(byte[] buffer, int offset, int length) throws IOException {
    int read;
    rate.begin();
    try {
      read = in.read(buffer, offset, length);
      rate.moved(read);
      if (read >= 0) {
        rate.check();
      }
    } finally {
      rate.end();
    }
    if (read > 0) {
      sha256.update(buffer, offset, read);
      taken += read;
    }
    return read;
  }

  private Digest digest() {
    // The digest resets at each call; a clone lets the end be read again.
    try {
      return Digest.ofSha256(((MessageDigest) sha256.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this JDK's SHA-256 cannot be cloned", e);
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

  private static CorruptContentException corrupt(
      String what, Digest expected, Digest actual, String sizes) {
    return new CorruptContentException(
        "Cannot " + what + ": the store has " + sizes + " as recorded; run fsck",
        expected,
        actual,
        null);
  }

  /** Returns at most the bytes that are left of the version. */
  @Override
  public int available() throws IOException {
    return (int) Math.max(0, Math.min(super.available(), sizeBytes - taken));
  }
}
