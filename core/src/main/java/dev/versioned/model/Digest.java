package dev.versioned.model;

import dev.versioned.internal.Sha256;
import dev.versioned.internal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The SHA-256 digest of some bytes, written {@code sha256:} and 64 lower-case hexadecimal digits.
 *
 * @param hex the digest as 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
  private static final String PREFIX = "sha256:";
  private static final Pattern VALID = Pattern.compile("[0-9a-f]{64}");

  /**
   * Validates the digest.
   *
   * @param hex the digest as 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits
   */
  public Digest {
    Objects.requireNonNull(hex, "hex");
    if (!VALID.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "Cannot use " + Text.quote(hex) + " as a SHA-256 digest: it must be 64 of 0-9 a-f");
    }
  }

  /**
   * Parses a digest.
   *
   * @param text {@code sha256:} and 64 lower-case hexadecimal digits
   * @return the digest
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public static Digest parse(String text) {
    Objects.requireNonNull(text, "text");
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "Cannot use " + Text.quote(text) + " as a digest: it must start with " + PREFIX);
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /**
   * Returns the digest of content.
   *
   * @param content the bytes to digest
   * @return their digest
   */
  public static Digest of(byte[] content) {
    Objects.requireNonNull(content, "content");
    return ofSha256(Sha256.newDigest().digest(content));
  }

  /**
   * Returns the digest of a stream, in memory that does not depend on its length.
   *
   * @param content the bytes to digest, read to their end, not closed
   * @return their digest
   * @throws IOException if they cannot be read
   */
  public static Digest of(InputStream content) throws IOException {
    Objects.requireNonNull(content, "content");
    MessageDigest sha256 = Sha256.newDigest();
    byte[] buffer = new byte[128 << 10];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      sha256.update(buffer, 0, read);
    }
    return ofSha256(sha256.digest());
  }

  /**
   * Makes a digest from a finished SHA-256 computation.
   *
   * @param sha256 the 32 bytes of the digest
   * @return the digest
   * @throws IllegalArgumentException if {@code sha256} is not 32 bytes
   */
  public static Digest ofSha256(byte[] sha256) {
    Objects.requireNonNull(sha256, "sha256");
    return new Digest(HexFormat.of().formatHex(sha256));
  }

  /**
   * Returns the digest in Base64, as in S3's checksum headers.
   *
   * @return the 32 bytes in Base64
   */
  public String base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** Returns {@code sha256:} and the digits, the form that {@link #parse} accepts. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
